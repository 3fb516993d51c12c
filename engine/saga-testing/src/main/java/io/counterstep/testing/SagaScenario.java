package io.counterstep.testing;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Command;
import java.time.Instant;

/**
 * A saga definition told as given/when/then, on the function that decides in production too. No clock runs: time
 * passes when the test says so, and due checks fire on the way.
 *
 * <pre>{@code
 * SagaScenario.of(FulfilOrder.definition())
 *     .given().started("4711", order)
 *     .when().replied(PaymentVocabulary.FAILED, new PaymentFailed("4711", "balance too low"))
 *     .then().commands(command(OrderVocabulary.CANCEL, new OrderCancel("4711", "PAYMENT_FAILED: balance too low")))
 *            .state(Status.COMPENSATING);
 * }</pre>
 *
 * Each scenario is told once, by one thread.
 *
 * @param <S> the start message
 */
public final class SagaScenario<S> {

    /** When each scenario begins. */
    public static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final Story<S> story;

    private SagaScenario(SagaDefinition<S> definition) {
        story = new Story<>(definition);
    }

    public static <S> SagaScenario<S> of(SagaDefinition<S> definition) {
        return new SagaScenario<>(definition);
    }

    /** Lets these participants answer the commands said to them, while time passes. */
    public SagaScenario<S> with(VirtualParticipant... participants) {
        story.join(participants);
        return this;
    }

    /** What happened before; all of it must move the saga. */
    public Given<S> given() {
        return new Given<>(story);
    }

    /** What happens now, with nothing before it. */
    public When<S> when() {
        return new When<>(story);
    }

    /** A command that {@link Then#commands} expects. */
    public static <C> ExpectedCommand command(Command<C> command, C payload) {
        return new ExpectedCommand(command, payload);
    }

    /** @param payload what the command must hold, compared field by field */
    public record ExpectedCommand(Command<?> command, Object payload) {}
}
