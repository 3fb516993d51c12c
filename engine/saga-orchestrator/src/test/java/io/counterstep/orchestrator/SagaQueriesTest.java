package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Status;
import io.counterstep.core.message.CommandId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people ask the store, and what an operator may do: G9 (stuck sagas are visible and repairable). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SagaQueriesTest {

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void eachFilterNarrowsTheSearchAndTheyCombine() {
        desk.take(desk.ordered("paying"), desk.ordered("sending"), desk.paid("sending"));
        desk.pass(Duration.ofSeconds(10));
        desk.take(desk.ordered("young"), desk.ordered("over"), desk.paid("over"), desk.sent("over"));
        desk.take(desk.closed("over"));

        SagaFilter any = SagaFilter.any();
        assertThat(keys(any)).containsExactly("young", "over", "sending", "paying");
        assertThat(keys(any.withState(Status.RUNNING))).containsExactly("young", "sending", "paying");
        assertThat(keys(any.withState(Status.COMPLETED))).containsExactly("over");
        assertThat(keys(any.withStates(List.of(Status.COMPLETED, Status.RUNNING))))
                .containsExactly("young", "over", "sending", "paying");
        assertThat(keys(any.withState(Status.NEEDS_ATTENTION))).isEmpty();
        assertThat(keys(any.withDefinition("purchase").withKey("young"))).containsExactly("young");
        assertThat(keys(any.withDefinition("rental"))).isEmpty();
        assertThat(keys(any.withVersion(1).withState(Status.COMPLETED))).containsExactly("over");
        assertThat(keys(any.withVersion(2))).isEmpty();
        assertThat(keys(any.withKey("nobody"))).isEmpty();
        assertThat(keys(any.withStep("send"))).containsExactly("sending");
        assertThat(keys(any.withMaxAge(Duration.ofSeconds(5)))).containsExactly("young", "over");
        assertThat(keys(any.withState(Status.RUNNING).withStep("pay").withMinAge(Duration.ofSeconds(5))))
                .containsExactly("paying");
    }

    @Test
    void aParticipantsSagasAreThoseThatWaitForItsAnswerWhetherToAStepItsUndoingOrAnEnding() {
        desk.take(desk.ordered("pay"), desk.ordered("send"), desk.ordered("undo"), desk.ordered("end"));
        desk.take(desk.ordered("over"), desk.paid("send"), desk.paid("end"), desk.paid("over"));
        desk.take(desk.record("shop-events", "REGRETTED", "undo", null, ""), desk.sent("end"), desk.sent("over"));
        desk.take(desk.closed("over"));
        assertThat(desk.state("undo")).isEqualTo("COMPENSATING pay/compensate");

        assertThat(keys(SagaFilter.any().withParticipant("bank"))).containsExactlyInAnyOrder("pay", "undo");
        assertThat(keys(SagaFilter.any().withParticipant("post"))).containsExactly("send");
        assertThat(keys(SagaFilter.any().withParticipant("shop"))).containsExactly("end");
        assertThat(keys(SagaFilter.any().withParticipant("nobody"))).isEmpty();
    }

    @Test
    void theSameStepOfAnotherVersionMayBeAnotherParticipants() {
        desk.take(desk.ordered("old"));
        desk.runs(Purchase.first(), Purchase.paidByPost());
        desk.take(desk.ordered("new"));

        assertThat(keys(SagaFilter.any().withStep("pay"))).containsExactlyInAnyOrder("new", "old");
        assertThat(keys(SagaFilter.any().withParticipant("bank"))).containsExactly("old");
        assertThat(keys(SagaFilter.any().withParticipant("post"))).containsExactly("new");
    }

    @Test
    void aTextIsFoundInAReasonInWhateverCaseAndIsNoPattern() {
        desk.take(desk.ordered("1"), desk.ordered("2"), desk.ordered("3"));
        desk.take(
                desk.record("bank-events", "PAY_REFUSED", "1", null, ",\"reason\":\"Limit of 100% exceeded\""),
                desk.record("bank-events", "PAY_REFUSED", "2", null, ",\"reason\":\"account closed\""));

        assertThat(keys(SagaFilter.any().withText("100% EXC"))).containsExactly("1");
        assertThat(keys(SagaFilter.any().withText("%closed"))).isEmpty();
        assertThat(keys(SagaFilter.any().withText("pay_refused"))).containsExactlyInAnyOrder("1", "2");
        assertThatThrownBy(() -> SagaFilter.any().withText("x".repeat(SagaFilter.MAX_TEXT + 1)))
                .hasMessageContaining("1 to 200 characters, found 201");
    }

    @Test
    void pagesHoldEachSagaOnceAlsoWhileNewOnesStart() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            desk.take(desk.ordered("k" + i));
            expected.addFirst("k" + i);
            // pairs share their moment, so that the id has to tell them apart
            desk.pass(Duration.ofMillis(i % 2));
        }

        List<String> found = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            SagaView.Page page = desk.queries().search(SagaFilter.any(), 10, cursor);
            page.sagas().forEach(it -> found.add(it.key()));
            cursor = page.nextCursor();
            desk.pass(Duration.ofSeconds(1));
            desk.take(desk.ordered("late-" + pages++));
        } while (cursor != null);

        assertThat(pages).isEqualTo(3);
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theLastPageHasNoCursorEvenIfItIsFull() {
        desk.take(desk.ordered("1"), desk.ordered("2"));

        assertThat(desk.queries().search(SagaFilter.any(), 2, null).nextCursor())
                .isNull();
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        for (String cursor : List.of("nonsense", "", "%%%", "MjAyNg")) {
            assertThatThrownBy(() -> desk.queries().search(SagaFilter.any(), 2, cursor))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor '" + cursor + "'");
        }
    }

    @Test
    void aSagaIsShownWithItsFactsAndNobodyElses() {
        desk.take(desk.ordered("1"));

        SagaView saga = desk.queries().find(Desk.id("1")).orElseThrow();

        assertThat(saga.facts())
                .isEqualTo("{\"ORDERED\":{\"orderId\":\"1\",\"status\":\"ORDERED\",\"item\":\"book\"}}");
        assertThat(saga.waits()).singleElement().satisfies(wait -> {
            assertThat(wait.resendAt()).isEqualTo(Desk.NOON.plus(Desk.resend("1", "pay/invoke", 1)));
            assertThat(wait.deadline()).isEqualTo(Desk.NOON.plus(Purchase.DEADLINE));
            assertThat(wait.attempt()).isEqualTo(1);
        });
        assertThat(desk.queries().find(Desk.id("2"))).isEmpty();
        assertThat(desk.queries().history(Desk.id("2"))).isEmpty();
    }

    @Test
    void aCompensationThatKeepsFailingNeedsAttentionAndGoesOnWhenAnOperatorRetries() {
        desk.take(desk.ordered("1"), desk.record("shop-events", "REGRETTED", "1", null, ""));
        IntStream.range(0, Decider.MAX_FAILURES).forEach(i -> {
            desk.take(desk.record(
                    "bank-events", "TECHNICAL_FAILURE", "1", refund("1"), ",\"reason\":\"ledger is broken\""));
            desk.pass(Duration.ofMinutes(2));
            desk.checks(10).tick();
        });
        assertThat(desk.state("1")).isEqualTo("NEEDS_ATTENTION pay/compensate");
        assertThat(desk.attention()).as("told once, for an alert").containsExactly(Purchase.NAME);
        assertThat(desk.queries()
                        .search(SagaFilter.any().withState(Status.NEEDS_ATTENTION), 50, null)
                        .sagas())
                .singleElement()
                .extracting(SagaView::reason)
                .asString()
                .contains("10 technical failures", "ledger is broken");
        assertThat(desk.nextCheckAt("1")).as("it waits for a person").isNull();
        desk.forgetWhatWasSaid();

        Decision decision = desk.operations().apply(Desk.id("1"), new Input.Retry("kim", "ledger repaired"));

        assertThat(decision).isInstanceOf(Decision.Moved.class);
        assertThat(desk.said()).containsExactly("REFUND 1");
        assertThat(desk.state("1")).isEqualTo("COMPENSATING pay/compensate");
        assertThat(desk.nextCheckAt("1")).isEqualTo(desk.now().plus(Desk.resend("1", "pay/compensate", 1)));
        assertThat(desk.queries().history(Desk.id("1")).orElseThrow().transitions())
                .last()
                .extracting(SagaView.Entry::kind, SagaView.Entry::detail)
                .containsExactly("RETRIED", "kim: ledger repaired");
    }

    @Test
    void aRetryOfNothingIsIgnored() {
        assertThat(desk.operations().apply(Desk.id("1"), new Input.Retry("kim", "why not")))
                .isEqualTo(new Decision.Ignored(Decision.Reason.UNKNOWN_SAGA));
    }

    private static CommandId refund(String key) {
        return CommandId.parse(Desk.id(key) + "/pay/compensate");
    }

    private List<String> keys(SagaFilter filter) {
        return desk.queries().search(filter, SagaQueries.DEFAULT_LIMIT, null).sagas().stream()
                .map(SagaView::key)
                .toList();
    }
}
