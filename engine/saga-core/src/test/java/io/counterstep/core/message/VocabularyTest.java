package io.counterstep.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

    private record Ask(String what) {}

    private sealed interface Reply {}

    private record Yes(String what) implements Reply {}

    private record No(String why) implements Reply {}

    /** A reply that the request below does not know. */
    private record Perhaps(String when) implements Reply {}

    private static final Participant ORACLE = new Participant("oracle", "oracle-commands", "oracle-events");
    private static final MessageType<Yes> YES = MessageType.of("YES", Yes.class);
    private static final MessageType<No> NO = MessageType.of("NO", No.class);
    private static final Request<Ask, Reply> ASK = ORACLE.request(MessageType.of("ASK", Ask.class), YES, NO);
    private static final Instruction<Ask> FORGET =
            ORACLE.instruction(MessageType.of("FORGET", Ask.class), YES, ask -> new Yes(ask.what()));

    @Test
    void aRequestIsAnsweredByItsSuccessOrItsRefusal() {
        assertThat(ASK.isAnsweredBy("YES")).isTrue();
        assertThat(ASK.isAnsweredBy("NO")).isTrue();
        assertThat(ASK.isAnsweredBy("ASK")).isFalse();
    }

    @Test
    void anInstructionIsAnsweredByItsConfirmationAlone() {
        assertThat(FORGET.isAnsweredBy("YES")).isTrue();
        assertThat(FORGET.isAnsweredBy("NO")).isFalse();
        assertThat(FORGET.confirmation().apply(new Ask("it"))).isEqualTo(new Yes("it"));
    }

    @Test
    void aReplyHasTheTypeThatCarriesIt() {
        assertThat(ASK.typeOf(new Yes("it"))).isEqualTo(YES);
        assertThat(ASK.typeOf(new No("why"))).isEqualTo(NO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ASK.typeOf(new Perhaps("tomorrow")))
                .withMessage("reply to ASK must be Yes or No, found Perhaps[when=tomorrow]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "payment_requested", "1PAYMENT", "PAYMENT-REQUESTED", "_PAYMENT"})
    void aMessageTypeIsNamedInUpperSnakeCase(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageType.of(name, Ask.class))
                .withMessageStartingWith("message type '" + name + "' must match");
    }

    @Test
    void aMessageTypeHasUpToAHundredCharacters() {
        assertThat(MessageType.of("A".repeat(100), Ask.class).name()).hasSize(100);
        assertThatIllegalArgumentException().isThrownBy(() -> MessageType.of("A".repeat(101), Ask.class));
    }

    @Test
    void aParticipantHasAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Participant("Oracle", "oracle-commands", "oracle-events"))
                .withMessageStartingWith("participant 'Oracle' must match");
    }

    @Test
    void anActionHasAStableWireName() {
        assertThat(Action.ofWireName("invoke")).isEqualTo(Action.INVOKE);
        assertThat(Action.ofWireName("compensate")).isEqualTo(Action.COMPENSATE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Action.ofWireName("INVOKE"))
                .withMessage("action 'INVOKE' must be invoke or compensate");
    }

    @Test
    void aBodyIsReadAsWhatItHoldsAndAsNothingElse() {
        Body body = Body.of(new Yes("it"));

        assertThat(body.as(YES)).isEqualTo(new Yes("it"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> body.as(NO))
                .withMessageStartingWith("message NO needs a " + No.class.getName());
    }
}
