package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an operator does, and sees before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {

    private static final Input.Compensate COMPENSATE = new Input.Compensate("dana", "a test");

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
        desk.take(desk.ordered("1"), desk.paid("1"));
        desk.forgetWhatWasSaid();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void aPreviewShowsTheCommandsAsTheyWouldGoOutAndDoesNothing() {
        OperationPreview preview = desk.operations().preview(Desk.id("1"), COMPENSATE);

        assertThat(preview).isInstanceOfSatisfying(OperationPreview.Effect.class, it -> {
            assertThat(it.state()).isEqualTo("COMPENSATING");
            assertThat(it.commands())
                    .containsExactly(new OperationPreview.Command(
                            "purchase:1/send/compensate",
                            "RECALL",
                            "post",
                            "post-commands",
                            "1",
                            "{\"orderId\":\"1\",\"status\":\"RECALL\"}",
                            null));
            assertThat(it.irreversible()).contains("undoes 'send'");
        });
        assertThat(desk.said()).isEmpty();
        assertThat(desk.kinds("1")).containsExactly("STARTED", "STEP_SUCCEEDED");
        assertThat(desk.database.lockUnlessLocked()).as("it holds no lock").isEqualTo(1);

        desk.operations().apply(Desk.id("1"), COMPENSATE);
        assertThat(desk.said()).containsExactly("RECALL 1");
        assertThat(desk.kinds("1")).last().isEqualTo("COMPENSATION_REQUESTED");
    }

    @Test
    void aPreviewOfWhatWouldBeRefusedSaysSo() {
        assertThat(desk.operations().preview(Desk.id("nobody"), COMPENSATE))
                .isEqualTo(new OperationPreview.Refused(Decision.Reason.UNKNOWN_SAGA));
        assertThat(desk.operations().preview(Desk.id("1"), new Input.Resume("dana", "a test")))
                .isEqualTo(new OperationPreview.Refused(Decision.Reason.NOT_PAUSED));
    }

    @Test
    void aCommandThatCouldNotBeSentIsShownWithTheReason() {
        desk.take(desk.ordered("bulky", Purchase.BULKY));
        Input.Resolve paid = desk.operations().assume(Desk.id("bulky"), "pay", "PAID", "{}", "dana", "a test");

        assertThat(desk.operations().preview(Desk.id("bulky"), paid))
                .isInstanceOfSatisfying(
                        OperationPreview.Effect.class,
                        it -> assertThat(it.commands()).singleElement().satisfies(command -> {
                            assertThat(command.body()).isNull();
                            assertThat(command.problem()).contains("the most allowed is");
                        }));
    }

    @Test
    void anAssumedReplyIsKeptAsIfItHadCome() {
        Input.Resolve sent = desk.operations().assume(Desk.id("1"), "send", "SENT", "{}", "dana", "the post says so");

        assertThat(desk.operations().apply(Desk.id("1"), sent)).isInstanceOf(Decision.Moved.class);

        assertThat(desk.said()).containsExactly("CLOSE 1");
        SagaView saga = desk.queries().find(Desk.id("1")).orElseThrow();
        assertThat(saga.facts()).contains("\"send/SENT\":{\"orderId\":\"1\",\"status\":\"SENT\"}");
        assertThat(desk.queries().history(Desk.id("1")).orElseThrow().transitions())
                .last()
                .satisfies(it -> assertThat(it.detail()).isEqualTo("dana: the post says so"));
    }

    @Test
    void aReplyThatCouldNotHaveComeIsRefusedNamingWhatIsWrong() {
        assertThatThrownBy(() -> assume("send", "PAID", "{}"))
                .isInstanceOf(AssumedReplyException.class)
                .hasMessage("'PAID' does not answer step 'send', which [SENT, SEND_REFUSED] do");
        assertThatThrownBy(() -> assume("send", "SEND_REFUSED", "{\"raison\":\"none\"}"))
                .isInstanceOf(AssumedReplyException.class)
                .hasMessageContaining("SEND_REFUSED has no field [raison]");
        assertThatThrownBy(() -> assume("send", "SEND_REFUSED", "{\"reason\":{}}"))
                .isInstanceOf(AssumedReplyException.class)
                .hasMessageContaining("the body is no SEND_REFUSED");
        assertThatThrownBy(() -> assume("send", "SENT", "[]")).isInstanceOf(AssumedReplyException.class);
    }

    @Test
    void anAnswerToAStepThatIsNotWaitedForIsRefusedByTheDecision() {
        assertThat(desk.operations().apply(Desk.id("1"), assume("pay", "PAID", "{}")))
                .isEqualTo(new Decision.Ignored(Decision.Reason.NOT_WAITING));
    }

    private Input.Resolve assume(String step, String type, String fields) {
        return desk.operations().assume(Desk.id("1"), step, type, fields, "dana", "a test");
    }
}
