package io.counterstep.orchestrator;

import static io.counterstep.core.message.Action.COMPENSATE;
import static io.counterstep.core.message.Action.INVOKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Decider;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.messaging.Whereabouts.Found;
import io.counterstep.messaging.Whereabouts.Reader;
import io.counterstep.orchestrator.ParkedLetter.State;
import io.counterstep.orchestrator.Why.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of waiting, and every end, in sentences. */
class ExplanationTest {

    private static final Duration FIVE = Duration.ofSeconds(5);

    @Test
    void aCommandThatNobodyHasReadYetIsSaidToBeUnread() {
        Tale tale = Tale.begun().passes(Duration.ofSeconds(2));

        Why why = tale.why(found(422L, null, new Reader("coach-coach", 400, 23)));

        Why.Wait wait = only(why);
        assertThat(wait.reason()).isEqualTo(Reason.NOT_READ);
        assertThat(why.sentence())
                .isEqualTo("BOOK was sent to coach 2 s ago and is not read yet, or being handled: coach-coach has 23"
                        + " records still to read there.");
        assertThat(wait.then())
                .isEqualTo("If nothing comes, it is sent again in 1 s; in 18 s it counts as unknown and is undone, and"
                        + " the saga turns back.");
        assertThat(wait.consumers()).containsExactly(new Why.Consumer("coach-coach", 400, 23, false));
        assertThat(wait.command())
                .isEqualTo(new Why.Command(
                        "outing:1/coach/invoke",
                        "BOOK",
                        "coach",
                        Desk.NOON,
                        Desk.NOON,
                        1,
                        0,
                        null,
                        "coach-commands",
                        3,
                        422L,
                        null));
        assertThat(wait.deadlineAt()).isEqualTo(Desk.NOON.plus(Outing.DEADLINE));
        assertThat(wait.nextCheckAt()).isBetween(Desk.NOON.plus(Outing.RESEND), Desk.NOON.plus(FIVE));
    }

    @Test
    void aCommandWhosePartitionNoGroupReadsIsSaidToBeReadByNobody() {
        assertThat(Tale.begun().why(found(422L, null)).sentence())
                .isEqualTo("BOOK was sent to coach just now: no consumer group has ever read its partition of"
                        + " coach-commands.");
    }

    @Test
    void aCommandThatWasReadAndNotAnsweredIsSaidToBeWithHowOftenItWasSent() {
        Tale tale = Tale.begun().passes(FIVE).checks().passes(FIVE);

        Why why = tale.why(found(422L, null, new Reader("coach-coach", 423, 0)));

        assertThat(only(why).reason()).isEqualTo(Reason.NOT_ANSWERED);
        assertThat(why.sentence())
                .isEqualTo("BOOK was sent to coach 5 s ago, for the 2nd time: coach-coach has read it, and no answer"
                        + " has come.");
        Why.Command command = Objects.requireNonNull(only(why).command());
        assertThat(command.attempts()).isEqualTo(2);
        assertThat(command.saidAt()).isEqualTo(Desk.NOON);
        assertThat(command.lastSaidAt()).isEqualTo(Desk.NOON.plus(FIVE));
    }

    @Test
    void ofSeveralGroupsEachIsSaidToHaveReadItOrNot() {
        assertThat(Tale.begun()
                        .why(found(422L, null, new Reader("archive", 500, 0), new Reader("coach-coach", 422, 1)))
                        .sentence())
                .isEqualTo(
                        "BOOK was sent to coach just now: archive has read it, coach-coach not yet, and no answer has"
                                + " come.");
    }

    @Test
    void whatKafkaDoesNotTellIsSaidNotToBeKnown() {
        Why why = Tale.begun().why(found(null, "Kafka did not answer within 2000 ms"));

        assertThat(only(why).reason()).isEqualTo(Reason.SENT);
        assertThat(why.sentence())
                .isEqualTo(
                        "BOOK was sent to coach just now and is not answered; whether it was read is not known: Kafka"
                                + " did not answer within 2000 ms.");
        assertThat(only(Tale.begun().why(found(422L, "the groups are not told")))
                        .reason())
                .isEqualTo(Reason.SENT);
        assertThat(only(Tale.begun().why(found(null, "not found", new Reader("coach-coach", 9, 0))))
                        .consumers())
                .containsExactly(new Why.Consumer("coach-coach", 9, 0, null));
    }

    @Test
    void technicalFailuresAreCountedAndTheLastIsQuoted() {
        Tale once = Tale.begun().fails("coach", INVOKE, "the printer burns");
        assertThat(once.why().sentence()).isEqualTo("coach could not handle BOOK, once: the printer burns.");

        Why twice = once.passes(FIVE)
                .checks()
                .fails("coach", INVOKE, "it still burns")
                .why();

        assertThat(only(twice).reason()).isEqualTo(Reason.FAILED_AND_RETRIED);
        assertThat(twice.sentence()).isEqualTo("coach could not handle BOOK, 2 times, the last time: it still burns.");
        assertThat(only(twice).then()).startsWith("If nothing comes, it is sent again in 7 s; in 15 s it counts");
        assertThat(only(twice).command()).isNotNull().satisfies(it -> {
            assertThat(it.failures()).isEqualTo(2);
            assertThat(it.lastFailure()).isEqualTo("it still burns");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PAUSED     | participant 'coach' was paused 5 s ago by dana: the road is closed."
                        + " | It is sent after an operator has resumed participant 'coach'; until then",
                "TRIPPED    | participant 'coach' has not answered, so it is given nothing for 5 s: the road is closed."
                        + " | One saga tries now and then; it is sent after any answer from participant 'coach'; until",
                "RECOVERING | participant 'coach' was opened 5 s ago, and what was held for it goes a little at a time."
                        + " | It is sent when its turn comes; until then",
                "FLOWING    | participant 'coach' was closed and is open again."
                        + " | It is sent when its turn comes; until then"
            })
    void aClosedGateIsSaidToHoldTheCommandWithWhoAndWhyAndSinceWhen(Gate.State state, String sentence, String then) {
        Tale tale = new Tale()
                .closes(Moment.participant("coach"))
                .does(new Input.Start("1", Outing.body("WISHED", new Outing.Wish("1", "sea")), "d0"))
                .passes(FIVE);

        Why why = tale.why(gate(state));

        assertThat(only(why).reason()).isEqualTo(Reason.HELD_BY_GATE);
        assertThat(why.sentence()).isEqualTo("BOOK is held: " + sentence);
        assertThat(only(why).then()).startsWith(then);
        assertThat(only(why).gate())
                .isEqualTo(
                        new Why.Gate(Gate.Kind.PARTICIPANT, "coach", state, Desk.NOON, "dana", "the road is closed"));
        assertThat(only(why).command())
                .isNotNull()
                .satisfies(it -> assertThat(it.saidAt()).isNull());
    }

    @Test
    void whatIsHeldAfterItWasSentIsSaidToHaveBeenSent() {
        Tale tale = Tale.begun()
                .passes(FIVE)
                .closes(Moment.definition("outing"))
                .checks()
                .passes(FIVE);

        assertThat(tale.why().sentence()).isEqualTo("BOOK is held (it was last sent 10 s ago): its gate was closed.");
    }

    @Test
    void aDeadLetterIsSaidToLieThereAsLongAsNobodyHasActed() {
        UnaryOperator<Clue> parked = letter(State.PARKED, "coach-commands/3/422");
        Why why = Tale.begun().why(parked);

        assertThat(only(why).reason()).isEqualTo(Reason.DEAD_LETTER);
        assertThat(why.sentence()).isEqualTo("BOOK was sent to coach just now: it lies as dead letter 7, no JSON.");
        assertThat(only(why).then()).startsWith("Replay the dead letter, edited if need be, or discard it. If nothing");
        assertThat(only(why).deadLetters()).containsExactly(new Why.Letter(7, State.PARKED, "no JSON"));
        assertThat(Tale.begun().why(letter(State.PARKED, "coach-events/0/1")).sentence())
                .contains("what was said in answer lies as dead letter 7");
        assertThat(only(Tale.begun().why(letter(State.DISCARDED, "coach-commands/3/422")))
                        .reason())
                .isEqualTo(Reason.SENT);
        assertThat(only(Tale.begun().fails("coach", INVOKE, "no JSON").why(parked))
                        .reason())
                .isEqualTo(Reason.FAILED_AND_RETRIED);
    }

    @Test
    void aStepThatWaitsForAnEventIsSaidToWaitForThatOne() {
        Why why = Tale.begun().booked().passes(Duration.ofHours(3)).why();

        Why.Wait wait = only(why);
        assertThat(wait.reason()).isEqualTo(Reason.AWAITS_EVENT);
        assertThat(why.sentence()).isEqualTo("Waits for the event APPROVED or REJECTED.");
        assertThat(wait.then())
                .isEqualTo(
                        "If nothing comes, in 1 d 21 h it counts as timed out, and the saga turns back. An operator can"
                                + " retry or resolve.");
        assertThat(wait.answers()).containsExactly("APPROVED", "REJECTED");
        assertThat(wait.command()).isNull();
    }

    @Test
    void anOptionalStepIsSaidToBeGoneWithout() {
        assertThat(only(Tale.begun().booked().approved().why()).then())
                .endsWith("in 20 s it counts as timed out, and the saga goes on without it.");
    }

    @Test
    void whatMustBeDoneIsSaidToHaveNoDeadline() {
        Why.Wait pivot = only(Tale.begun().booked().approved().packed().why());

        assertThat(pivot.step()).isEqualTo("charge");
        assertThat(pivot.deadlineAt()).isNull();
        assertThat(pivot.then())
                .matches(
                        "If nothing comes, it is sent again in [56] s\\. It has no deadline: after 30 attempts without an"
                                + " answer a person has to look\\.");
    }

    @Test
    void aCompensationIsSaidToUndoWithWhyTheSagaTurnedBack() {
        Why why = Tale.begun().booked().hears("REJECTED").passes(FIVE).why();

        assertThat(why.sentence())
                .isEqualTo("Turned back: REJECTED. UNBOOK (which undoes 'coach') was sent to coach 5 s ago and is not"
                        + " answered; whether it was read is not known.");
        assertThat(only(why).action()).isEqualTo("compensate");
        assertThat(only(why).then()).contains("It has no deadline");
    }

    @Test
    void whatIsStuckIsSaidToNeedAPersonAndWhatThatPersonCanDo() {
        Tale tale = Tale.begun().booked().hears("REJECTED");
        for (int i = 0; i < Decider.MAX_FAILURES; i++) {
            tale.fails("coach", COMPENSATE, "the road is closed");
            if (i < Decider.MAX_FAILURES - 1) {
                tale.passes(Duration.ofMinutes(2)).checks();
            }
        }

        Why why = tale.why();

        assertThat(only(why).reason()).isEqualTo(Reason.STUCK);
        assertThat(why.sentence())
                .isEqualTo(
                        "Turned back: REJECTED. A person has to look at 'coach': 10 technical failures, the last: the"
                                + " road is closed.");
        assertThat(only(why).then())
                .isEqualTo(
                        "It is not sent again by itself. A late answer still counts. An operator can retry or resolve.");
    }

    @Test
    void whatIsStuckForSilenceIsStillSentAndWhenLastIsKnownThoughNoLineSaysSo() {
        Tale tale = Tale.begun().booked().hears("REJECTED");
        for (int i = 0; i < 32; i++) {
            tale.passes(Duration.ofMinutes(2)).checks();
        }
        Why why = tale.why();

        assertThat(why.state()).isEqualTo("NEEDS_ATTENTION");
        assertThat(why.sentence()).endsWith("A person has to look at 'coach': not answered in 30 attempts.");
        assertThat(only(why).then()).matches("It is still sent now and then, next in 1 min.*A late answer.*");
        assertThat(only(why).command())
                .isNotNull()
                .satisfies(it -> assertThat(it.lastSaidAt()).isEqualTo(tale.now()));
    }

    @Test
    void aPausedSagaIsSaidToBePausedByWhomAndWhyAndSinceWhen() {
        Tale tale = Tale.begun().does(new Input.Pause("dana", "stocktaking")).passes(FIVE);

        Why why = tale.why();

        assertThat(only(why).reason()).isEqualTo(Reason.PAUSED);
        assertThat(why.sentence())
                .isEqualTo("Paused 5 s ago by dana: stocktaking. Answers are still taken, but nothing is said until an"
                        + " operator resumes it.");
        assertThat(only(why).sentence()).isEqualTo("While the saga is paused, BOOK is not sent.");
        assertThat(only(why).nextCheckAt()).isNull();
        assertThat(only(why).deadlineAt()).isNull();
    }

    @Test
    void anEventIsSaidToBeTakenWhileTheSagaIsPaused() {
        Tale tale = Tale.begun().booked().does(new Input.Pause("dana", "stocktaking"));

        assertThat(only(tale.why()).sentence())
                .isEqualTo("While the saga is paused, APPROVED or REJECTED is still taken.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-         | -    | Waits for saga trip:9, which has not begun.",
                "RUNNING   | seat | Waits for saga trip:9, which is RUNNING at 'seat'.",
                "COMPLETED | -    | Waits for saga trip:9, which is COMPLETED."
            })
    void aChildSagaIsSaidToBeWaitedForWithItsState(@Nullable String state, @Nullable String step, String sentence) {
        Why why = Tale.begun().why(child(new Why.Child("trip:9", state, step)));

        assertThat(only(why).reason()).isEqualTo(Reason.CHILD);
        assertThat(why.sentence()).isEqualTo(sentence);
    }

    @Test
    void anInstanceWithoutTheVersionSaysSo() {
        Tale tale = Tale.begun();
        Why why = new Explanation(tale.saga(), null, new Chronicle(null, tale.lines), tale.now())
                .of(List.of(new Clue(
                        tale.saga().waits().getFirst(), null, List.of(), null, List.of(), null, null, List.of())));

        assertThat(only(why).reason()).isEqualTo(Reason.VERSION_NOT_HERE);
        assertThat(why.sentence()).isEqualTo("This instance does not run version 3 of 'outing'.");
        assertThat(only(why).then()).isEqualTo("Ask another instance.");
    }

    @Test
    void aSagaThatCompletedIsSaidToHaveWithWhatItWentWithout() {
        Tale tale = Tale.begun()
                .booked()
                .approved()
                .answers("NO_LUNCH", new Outing.Refused("1", "closed"), "lunch", INVOKE)
                .answers("CHARGED", new Outing.Done("1", 9), "charge", INVOKE)
                .passes(FIVE)
                .answers("CLOSED", new Outing.Told("1"), "complete", INVOKE)
                .passes(Duration.ofMinutes(3));

        assertThat(tale.why())
                .isEqualTo(new Why(
                        "outing:1",
                        "COMPLETED",
                        "Completed 3 min ago, 5 s after its start. Not done: lunch (REFUSED).",
                        List.of()));
    }

    @Test
    void aSagaThatWasCanceledIsSaidWhyAndWhatWasUndone() {
        Tale tale = Tale.begun()
                .booked()
                .hears("REJECTED")
                .answers("UNBOOKED", new Outing.Told("1"), "coach", COMPENSATE)
                .answers("DROPPED", new Outing.Told("1"), "cancel", INVOKE);

        assertThat(tale.why().sentence())
                .isEqualTo("Canceled just now, less than 1 s after its start: REJECTED. Undone: coach.");
        assertThat(Tale.begun()
                        .answers("FULL", new Outing.Refused("1", "no seat."), "coach", INVOKE)
                        .answers("DROPPED", new Outing.Told("1"), "cancel", INVOKE)
                        .why()
                        .sentence())
                .isEqualTo(
                        "Canceled just now, less than 1 s after its start: FULL: no seat. Nothing had to be undone.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PT0.9S | less than 1 s",
                "PT12.7S | 12 s",
                "PT3M | 3 min",
                "PT3M20S | 3 min 20 s",
                "PT2H5M9S | 2 h 5 min",
                "PT99H | 4 d 3 h"
            })
    void aTimeHasItsTwoLargestUnits(Duration span, String text) {
        assertThat(Spans.text(span)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, 1st", "2, 2nd", "3, 3rd", "4, 4th", "11, 11th", "12, 12th", "13, 13th", "21, 21st", "112, 112th"})
    void timesAreCountedAsPeopleDo(int number, String text) {
        assertThat(Spans.time(number)).isEqualTo("for the " + text + " time");
    }

    private static Why.Wait only(Why why) {
        assertThat(why.waits()).hasSize(1);
        return why.waits().getFirst();
    }

    private static UnaryOperator<Clue> found(@Nullable Long offset, @Nullable String problem, Reader... readers) {
        return it -> new Clue(
                it.outstanding(),
                it.called(),
                it.answers(),
                new Found(3, offset, List.of(readers), problem),
                it.letters(),
                it.gate(),
                it.child(),
                it.operations());
    }

    private static UnaryOperator<Clue> letter(State state, String source) {
        return it -> new Clue(
                it.outstanding(),
                it.called(),
                it.answers(),
                it.found(),
                List.of(new ParkedLetter.Summary(7, state, source, "1", "BOOK", "outing:1", "no JSON", Desk.NOON)),
                it.gate(),
                it.child(),
                it.operations());
    }

    private static UnaryOperator<Clue> gate(Gate.State state) {
        return it -> new Clue(
                it.outstanding(),
                it.called(),
                it.answers(),
                it.found(),
                it.letters(),
                new Gate(
                        Gate.Kind.PARTICIPANT,
                        "coach",
                        state,
                        Desk.NOON,
                        "dana",
                        "the road is closed",
                        null,
                        0,
                        null,
                        0,
                        0),
                it.child(),
                it.operations());
    }

    private static UnaryOperator<Clue> child(Why.Child child) {
        return it -> new Clue(
                it.outstanding(),
                it.called(),
                it.answers(),
                it.found(),
                it.letters(),
                it.gate(),
                child,
                it.operations());
    }
}
