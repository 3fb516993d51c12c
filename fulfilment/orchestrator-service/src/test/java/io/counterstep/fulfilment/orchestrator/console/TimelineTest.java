package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final String WAITS = "Step payment waits for the word of a person.";

    @Test
    void aGapIsExplainedByWhatWasAwaitedAndWhatCameOfIt() {
        assertThat(gaps(
                        line("12:00:00", "STARTED", "RUNNING", "PAYMENT_REQUESTED", ""),
                        line("12:00:05", "COMMAND_RESENT", "RUNNING", "PAYMENT_REQUESTED", ""),
                        line("12:00:30", "STEP_TIMED_OUT", "COMPENSATING", "PAYMENT_CANCEL", ""),
                        line("12:00:33", "STEP_COMPENSATED", "COMPENSATING", "ORDER_CANCEL", ""),
                        line("12:00:33.400", "CANCELED", "CANCELED", "", "")))
                .containsExactly(
                        "5 s without an answer to PAYMENT_REQUESTED; then it was sent again",
                        "25 s without an answer to PAYMENT_REQUESTED; then its time was up",
                        "3 s without an answer to PAYMENT_CANCEL");
    }

    @Test
    void pausesGatesFailuresAndPeopleExplainGapsToo() {
        assertThat(gaps(
                        line("12:00:00", "STARTED", "RUNNING", "", ""),
                        line("12:00:02", "HELD", "RUNNING", "", "participant:payment"),
                        line("12:01:02", "STEP_FAILED", "RUNNING", "", ""),
                        line("12:01:12", "PAUSED", "PAUSED", "", "dana: wait"),
                        line("12:02:12", "RESUMED", "RUNNING", "PAYMENT_REQUESTED", ""),
                        line("12:02:22", "ATTENTION_NEEDED", "NEEDS_ATTENTION", "", "no answer"),
                        line("12:03:22", "RETRIED", "RUNNING", "", "")))
                .containsExactly(
                        "2 s until an event came",
                        "1 min held back by a closed gate participant:payment",
                        "10 s after a technical failure of payment, until it was tried again",
                        "1 min paused by dana: wait",
                        "10 s without an answer to PAYMENT_REQUESTED",
                        "1 min until a person looked: no answer",
                        "1 min 38 s " + WAITS);
    }

    @Test
    void whatWasHeldFromTheBeginningIsSaidOnceItIsReleased() {
        assertThat(gaps(
                        line("12:00:00", "STARTED", "RUNNING", "", ""),
                        line("12:01:00", "RELEASED", "RUNNING", "PAYMENT_REQUESTED", ""),
                        line("12:01:00.400", "COMPLETED", "COMPLETED", "", "")))
                .containsExactly("1 min held back by a closed gate ");
    }

    @Test
    void theLastGapSaysWhatIsWaitedForNowWhateverWasSaidBefore() {
        assertThat(gaps(
                        line("12:00:00", "STARTED", "RUNNING", "PAYMENT_REQUESTED", ""),
                        line("12:00:00.100", "STEP_SUCCEEDED", "RUNNING", "", "")))
                .as("the next command is held, so it is in no line")
                .containsExactly("4 min 59 s " + WAITS);
    }

    @Test
    void whatIsOverHasNoGapBehindIt() {
        assertThat(gaps(line("12:00:00", "COMPLETED", "COMPLETED", "", ""))).isEmpty();
    }

    private static String line(String time, String kind, String to, String command, String detail) {
        return """
                {"revision":1,"at":"2026-03-01T%sZ","kind":"%s","step":"payment","from":"RUNNING","to":"%s",
                 "commands":[%s],"detail":"%s"}""".formatted(time, kind, to, command.isEmpty() ? "" : "\"" + command + "\"", detail);
    }

    private static List<String> gaps(String... lines) {
        return Timeline.of(
                        Samples.json("{\"transitions\":[" + String.join(",", lines) + "]}"),
                        new Answer.Told(ApiJson.object()),
                        WAITS,
                        Samples.visit(Language.EN))
                .entries()
                .stream()
                .filter(Timeline.Gap.class::isInstance)
                .map(Timeline.Gap.class::cast)
                .map(it -> it.length() + " " + it.why())
                .toList();
    }
}
