package io.counterstep.fulfilment.local;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts two services as processes of their own, says so, and waits to be killed. */
final class SystemToBeKilled {

    private SystemToBeKilled() {}

    @SuppressWarnings("resource") // it is to be left behind
    public static void main(String[] arguments) throws InterruptedException {
        LocalSystem.start(LocalSystemTest.standIns(Path.of(arguments[0]), LocalSystemTest.TWO)
                .withSeparate(true));
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
