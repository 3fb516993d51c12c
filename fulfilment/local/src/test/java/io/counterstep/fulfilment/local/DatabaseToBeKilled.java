package io.counterstep.fulfilment.local;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts a database in the folder given, says so, and waits to be killed. */
final class DatabaseToBeKilled {

    private DatabaseToBeKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path data = Path.of(arguments[0]);
        EmbeddedDatabase database = EmbeddedDatabase.start(
                EmbeddedDatabaseTest.places(data), Integer.parseInt(arguments[1]), List.of("orders"));
        System.out.println("ready " + database.jdbcUrl("orders"));
        new CountDownLatch(1).await();
    }
}
