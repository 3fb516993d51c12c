package io.counterstep.core.decide;

import static io.counterstep.core.decide.TestSaga.BEGINNING;
import static io.counterstep.core.decide.TestSaga.done;
import static io.counterstep.core.definition.Version.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An operation's preview is what the operation then does. */
class PreviewTest {

    private static final Event<Purchase.Told> AGREED =
            Purchase.SHOP.event(MessageType.of("AGREED", Purchase.Told.class));

    /** One step of each kind. */
    private static final SagaDefinition<Purchase.Ordered> KINDS = Saga.named("kinds", version(1))
            .startedBy(Purchase.ORDERED)
            .step("agreement")
            .await(AGREED, Duration.ofDays(1))
            .step("pay")
            .invoke(Purchase.PAY, saga -> new Purchase.Do(saga.start().item()))
            .pivot()
            .step("send")
            .invoke(Purchase.SEND, saga -> new Purchase.Do(saga.start().item()))
            .retriable()
            .withoutEndings();

    private static final Input.Compensate COMPENSATE = new Input.Compensate("dana", "a test");
    private static final Input.Retry RETRY = new Input.Retry("dana", "a test");

    static Stream<Input.Operation> operations() {
        return Stream.of(
                RETRY,
                COMPENSATE,
                resolve("send", "SENT"),
                resolve("send", "NONE"),
                new Input.Skip("send", "dana", "a test"),
                new Input.Pause("dana", "a test"),
                new Input.Resume("dana", "a test"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatItShowsIsWhatHappens(Input.Operation operation) {
        SagaInstance saga = TestSaga.sending().instance();
        Preview preview = Preview.of(Purchase.definition(), saga, operation, Moment.at(BEGINNING));
        Decision decision = Decider.decide(Purchase.definition(), saga, operation, BEGINNING);
        switch (decision) {
            case Decision.Moved moved ->
                assertThat(preview).isInstanceOfSatisfying(Preview.Effect.class, it -> {
                    assertThat(it.after()).isEqualTo(moved.saga());
                    assertThat(it.commands()).isEqualTo(moved.commands());
                });
            case Decision.Ignored ignored -> assertThat(preview).isEqualTo(new Preview.Refused(ignored.reason()));
            case Decision.Repeated repeated -> throw new AssertionError("an operation repeats nothing");
        }
    }

    @Test
    void turningBackSaysWhatIsUndone() {
        assertThat(preview(Purchase.definition(), TestSaga.sending(), COMPENSATE)
                        .irreversible())
                .containsExactly(
                        "gives 'send' up: a late answer to it changes nothing",
                        "turns the saga back: it can only be canceled from then on",
                        "undoes 'send'");
    }

    @Test
    void retryingACompensationSaysThatItUndoes() {
        assertThat(preview(Purchase.definition(), TestSaga.refunding(), RETRY).irreversible())
                .containsExactly("undoes 'pay' again");
    }

    @Test
    void retryingWhatCanBeUndoneLeavesNothingBehind() {
        assertThat(preview(Purchase.definition(), TestSaga.paying(), RETRY).irreversible())
                .isEmpty();
    }

    @Test
    void whatLeadsToThePivotSaysSo() {
        TestSaga agreeing = TestSaga.of(KINDS).and(TestSaga::start);
        assertThat(preview(KINDS, agreeing, resolve("agreement", "AGREED")).irreversible())
                .containsExactly(
                        "takes AGREED for the answer of 'agreement': whatever really happened there is not looked at"
                                + " again",
                        "sends the pivot 'pay': from then on nothing is undone any more");
        assertThat(preview(KINDS, agreeing, COMPENSATE).irreversible())
                .containsExactly(
                        "waits for 'agreement' no longer",
                        "turns the saga back: it can only be canceled from then on",
                        "ends the saga: CANCELED");
    }

    @Test
    void whatFollowsThePivotIsNeverUndone() {
        TestSaga paying = atPivot();
        assertThat(preview(KINDS, paying, resolve("pay", "PAID")).irreversible())
                .contains(
                        "takes the pivot 'pay' for done: nothing is undone any more",
                        "sends 'send', which is never undone");
        paying.reply(Purchase.PAID, done());
        assertThat(preview(KINDS, paying, new Input.Skip("send", "dana", "a test"))
                        .irreversible())
                .containsExactly("skips 'send', which will never be done", "ends the saga: COMPLETED");
    }

    @Test
    void whatCannotBeTakenBackIsRefusedInThePreviewToo() {
        assertThat(Preview.of(KINDS, atPivot().instance(), COMPENSATE, Moment.at(BEGINNING)))
                .isEqualTo(new Preview.Refused(Reason.CANCEL_TOO_LATE));
    }

    @Test
    void aCommandThatAGateHoldsBackIsNotAmongThoseThatGoOut() {
        Moment closed = new Moment(BEGINNING, Set.of(Moment.participant("post")));
        Preview preview = Preview.of(Purchase.definition(), TestSaga.sending().instance(), COMPENSATE, closed);
        assertThat(preview).isInstanceOfSatisfying(Preview.Effect.class, it -> {
            assertThat(it.commands()).isEmpty();
            assertThat(it.irreversible()).doesNotContain("undoes 'send'");
            assertThat(it.after().heldBy()).contains("participant:post");
        });
    }

    @Test
    void endingsAreSaid() {
        assertThat(preview(Purchase.definition(), TestSaga.sending(), resolve("send", "SENT"))
                        .irreversible())
                .contains("says that the saga is complete: there is no way back");
        assertThat(preview(Purchase.definition(), TestSaga.canceling(), RETRY).irreversible())
                .isEqualTo(List.of("says again that the saga is canceled"));
    }

    private static TestSaga atPivot() {
        return TestSaga.of(KINDS)
                .and(TestSaga::start)
                .and(it -> it.hear(new Input.Reply("AGREED", Body.of(TestSaga.told()), null, "agreed")));
    }

    private static Preview.Effect preview(SagaDefinition<?> definition, TestSaga saga, Input.Operation operation) {
        Preview preview = Preview.of(definition, saga.instance(), operation, Moment.at(BEGINNING));
        if (preview instanceof Preview.Effect effect) {
            return effect;
        }
        throw new AssertionError(operation + " is refused: " + preview);
    }

    private static Input.Resolve resolve(String step, String type) {
        return new Input.Resolve(step, type, Body.of(done()), "dana", "a test");
    }
}
