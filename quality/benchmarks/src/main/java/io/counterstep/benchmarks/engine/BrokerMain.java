package io.counterstep.benchmarks.engine;

import io.counterstep.fulfilment.local.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own, which ends when its standard input does. */
final class BrokerMain {

    static final String READY = "ready";

    private BrokerMain() {}

    /** @param arguments folder, broker port, controller port */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))) {
            System.out.println(READY + " " + kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // what is said is of no interest, only that the other side is there
            }
        }
        System.exit(0);
    }
}
