package io.counterstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.systemtests.support.Told;
import io.counterstep.systemtests.support.TopicReader;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** G7: every command and every event is delivered twice and out of order. */
class DuplicatesTest {

    private static final int ORDERS = 200;

    /**
     * A good order needs 9 records. Each of its 4 commands is answered as often as it is delivered: 1 start, 4 commands and
     * 8 replies make 13. Twice as many leave room for commands that a busy machine sends again.
     */
    private static final int ORIGINALS_AT_MOST = 2 * 13 * ORDERS;

    private static final Duration ALL_WITHIN = Duration.ofSeconds(90);
    private static final Duration QUIET = Duration.ofSeconds(1);

    @Test
    void allThatIsSaidTwiceIsDoneOnceAndNothingMultiplies() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        Customers customers = new Customers();
        try (LocalSystem system = LocalSystem.start(LocalOptions.temporary());
                Doubler doubler = new Doubler(system.bootstrapServers(), seed)) {
            customers.order(system.orderUrl(), ORDERS);
            assertThat(customers.accepted()).isEqualTo(ORDERS);

            new Ended(system).asTheyMust(customers.endings(), ALL_WITHIN);
            await("nothing more is said").atMost(ALL_WITHIN).until(() -> doubler.doubles() == doubler.originals());
            int said = doubler.originals();
            await("quiet").during(QUIET).atMost(ALL_WITHIN).until(() -> doubler.originals() == said);

            assertThat(doubler.doubles()).as("seed %d", seed).isGreaterThan(5 * ORDERS);
            assertThat(doubler.originals()).as("seed %d", seed).isLessThan(ORIGINALS_AT_MOST);
            assertThat(new TopicReader(system).read(TopicReader.DEAD_LETTER_TOPICS))
                    .extracting(Told::toString)
                    .isEmpty();
            new Ended(system).asTheyMust(customers.endings(), ALL_WITHIN);
        }
    }
}
