package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsequenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "takes PAYMENT_SUCCESS for the answer of 'payment': whatever really happened there is not looked at again",
                "takes the pivot 'payment' for done: nothing is undone any more",
                "skips 'tickets', which will never be done",
                "gives 'payment' up: a late answer to it changes nothing",
                "waits for 'payment' no longer",
                "turns the saga back: it can only be canceled from then on",
                "says that the saga is complete: there is no way back",
                "says again that the saga is complete: there is no way back",
                "says that the saga is canceled",
                "says again that the saga is canceled",
                "undoes 'payment'",
                "undoes 'payment' again",
                "sends the pivot 'payment': from then on nothing is undone any more",
                "sends the pivot 'payment' again: once it succeeds nothing is undone any more",
                "sends 'tickets' again, which is never undone",
                "ends the saga: COMPLETED",
                "ends the saga: CANCELED",
                "tells the parent saga book-trip:1 CHILD_COMPLETED"
            })
    void eachSentenceOfTheApiIsSaidInKorean(String sentence) {
        assertThat(Consequence.in(WordsTest.KOREAN, sentence))
                .containsPattern("[가-힣]")
                .doesNotContain("{");
        assertThat(Consequence.in(WordsTest.ENGLISH, sentence)).endsWith(".").doesNotContain("{");
    }

    @Test
    void oneThatIsNotKnownIsShownAsItIs() {
        assertThat(Consequence.in(WordsTest.KOREAN, "does <b>something</b> else"))
                .isEqualTo("does <b>something</b> else");
    }
}
