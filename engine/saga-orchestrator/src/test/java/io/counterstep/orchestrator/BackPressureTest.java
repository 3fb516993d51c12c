package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How many sagas may start, and which of the two loops handles what. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackPressureTest {

    private static final String SHOP = "shop-events";

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @SafeVarargs
    private void starts(ConsumerRecord<byte[], byte[]>... batch) {
        desk.loop(false, Share.STARTS).onMessage(List.of(batch));
    }

    @SafeVarargs
    private void rest(ConsumerRecord<byte[], byte[]>... batch) {
        desk.loop(false, Share.REST).onMessage(List.of(batch));
    }

    @Test
    void roomIsGrantedUpToTheBoundAndAgainWhenSagasEnd() {
        InFlight inFlight = desk.inFlight(5);
        assertThat(inFlight.reserve(SHOP, 3)).isEqualTo(3);
        assertThat(inFlight.reserve(SHOP, 3))
                .as("while the others are being started")
                .isEqualTo(2);
        assertThat(inFlight.reserve(SHOP, 3)).isZero();
        IntStream.range(0, 5).forEach(i -> starts(desk.ordered("k" + i)));
        inFlight.done(SHOP, 3);
        inFlight.done(SHOP, 2);
        inFlight.done(SHOP, 0);
        assertThat(inFlight.reserve(SHOP, 3)).isZero();
        inFlight.done(SHOP, 0);

        rest(desk.paid("k0"), desk.sent("k0"), desk.closed("k0"));

        assertThat(inFlight.reserve(SHOP, 3)).isEqualTo(1);
    }

    @Test
    void whatOthersStartIsSeenAfterASecond() {
        InFlight inFlight = desk.inFlight(1_000);
        assertThat(inFlight.reserve(SHOP, 0)).isZero();
        IntStream.range(0, 999).forEach(i -> starts(desk.ordered("k" + i)));
        assertThat(inFlight.reserve(SHOP, 10)).as("as counted before").isEqualTo(10);
        inFlight.done(SHOP, 0);
        desk.pass(java.time.Duration.ofSeconds(1));
        assertThat(inFlight.reserve(SHOP, 10)).isZero();
    }

    @Test
    void oneDefinitionsBoundIsNotTheOthers() {
        desk.runs(Purchase.first(), Stroll.definition());
        starts(desk.ordered("k"));
        InFlight inFlight = desk.inFlight(1);
        assertThat(inFlight.reserve(SHOP, 1)).isZero();
        assertThat(inFlight.reserve("dog-events", 1)).isEqualTo(1);
        assertThat(inFlight.reserve("bank-events", 7)).as("starts nothing").isEqualTo(7);
    }

    @Test
    void aBoundForWhatIsNotThereIsRefused() {
        SagaDefinitions definitions = new SagaDefinitions(List.of(Purchase.first()));
        assertThatThrownBy(() -> new InFlight(definitions, 1, Map.of("purchse", 7), desk.stores, desk::now))
                .hasMessage(
                        "counterstep.max-in-flight-of.purchse is 7: it takes the name of a definition and a number of"
                                + " 1 or more; there are [purchase]");
    }

    @Test
    void startsAreOneLoopsAndAnswersTheOthers() {
        var ordered = desk.ordered("1");
        rest(ordered);
        assertThat(desk.said()).isEmpty();
        starts(ordered, desk.paid("1"));
        assertThat(desk.said()).containsExactly("PAY 1");
        rest(desk.paid("1"));
        assertThat(desk.said()).containsExactly("PAY 1", "SEND 1");
    }

    @Test
    void aStartOnAnotherTopicIsStillAStart() {
        rest(desk.record("bank-events", "ORDERED", "1", null, ",\"item\":\"book\""));
        assertThat(desk.said()).containsExactly("PAY 1");
    }

    @Test
    void aWishToCancelThatWaitsBehindItsStartIsNotLost() {
        var ordered = desk.ordered("1");
        var regretted = desk.record(SHOP, "REGRETTED", "1", null, "");
        rest(ordered, regretted);
        starts(ordered, regretted);
        assertThat(desk.state("1")).isEqualTo("COMPENSATING pay/compensate");
    }

    @Test
    void aWishToCancelARunningSagaDoesNotWaitForOtherStarts() {
        starts(desk.ordered("1"));
        rest(desk.record(SHOP, "REGRETTED", "1", null, ""));
        assertThat(desk.state("1")).isEqualTo("COMPENSATING pay/compensate");
    }

    @Test
    void whatIsForNobodyOrUnreadableIsPutAsideOnce() {
        var nobodys = desk.record(SHOP, "CLOSED", "1", null, "");
        var unknown = desk.record(SHOP, "WHAT", "1", null, "");
        var unreadable = new ConsumerRecord<byte[], byte[]>(SHOP, 0, 1_000, new byte[0], new byte[] {'?'});
        var answer = desk.closed("2");
        starts(nobodys, unknown, unreadable, answer);
        rest(nobodys, unknown, unreadable, answer);
        assertThat(desk.deadLetters()).hasSize(4);
    }
}
