package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class WhySentenceTest {

    private static final Visit ENGLISH = Samples.visit(Language.EN);
    private static final Visit KOREAN = Samples.visit(Language.KO);

    /** All evidence at once: which of it counts the reason alone says. */
    private static final String WAIT = """
            {"step":"payment","reason":"%s","sentence":"as the API says it","answers":["PAYMENT_SUCCESS","PAYMENT_FAILED"],
             "command":{"type":"PAYMENT_REQUESTED","participant":"bank","lastSaidAt":"2026-03-01T12:04:48Z"},
             "consumers":[{"group":"bank","committed":1,"lag":3,"hasRead":false}],
             "deadLetters":[{"id":1,"state":"PARKED","reason":"x"}],
             "gate":{"kind":"PARTICIPANT","name":"bank","state":"TRIPPED"},"child":{"saga":"refund:7"}}""";

    @ParameterizedTest
    @CsvSource({
        "STUCK, A person has to look at step payment.",
        "PAUSED, The saga is paused: for step payment nothing is sent until an operator resumes it.",
        "HELD_BY_GATE, Step payment is held back by a gate: bank is closed by itself: does not answer.",
        "FAILED_AND_RETRIED, Step payment is tried again: bank could not handle PAYMENT_REQUESTED (sent 12 s ago).",
        "NOT_ANSWERED, 'Step payment waits for the answer to PAYMENT_REQUESTED (sent 12 s ago), which has been read.'",
        "CHILD, Step payment waits for the saga refund:7 to end.",
        "AWAITS_EVENT, 'Step payment waits for an event: PAYMENT_SUCCESS, PAYMENT_FAILED.'",
        "SOMETHING_NEW, as the API says it"
    })
    void theReasonIsTheOneThatTheApiGives(String reason, String sentence) {
        assertThat(WhySentence.of(why(reason), ENGLISH)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonIsSaidInBothLanguages(WaitReason reason) {
        assertThat(WhySentence.of(why(reason.name()), ENGLISH))
                .contains("payment")
                .doesNotContain("{");
        assertThat(WhySentence.of(why(reason.name()), KOREAN))
                .contains("payment 단계")
                .doesNotContain("{");
    }

    @Test
    void ofSeveralTheMostPressingIsSaid() {
        assertThat(WhySentence.of(why("SENT", "STUCK"), ENGLISH))
                .isEqualTo("A person has to look at step payment. It also waits for 1 more.");
    }

    @Test
    void whatWaitsForNothingIsOver() {
        assertThat(WhySentence.of(why(), ENGLISH)).isEqualTo("It is over: completed.");
    }

    private static JsonNode why(String... reasons) {
        return Samples.json("{\"state\":\"COMPLETED\",\"waits\":["
                + String.join(",", Arrays.stream(reasons).map(WAIT::formatted).toList())
                + "]}");
    }
}
