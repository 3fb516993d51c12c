package io.counterstep.core.definition;

import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step does, or waits for. */
public sealed interface Task<S> {

    /** The message types that end the wait for it, a technical failure aside. */
    List<MessageType<?>> replies();

    /** The one of them by which it is refused; null if it cannot be. */
    @Nullable
    MessageType<?> refusal();

    /** Tells a participant to bring about an effect, and waits for its reply. */
    record Invoke<S>(Invocation<S, ?> invocation) implements Task<S> {
        @Override
        public List<MessageType<?>> replies() {
            return invocation.command().replies();
        }

        @Override
        public @Nullable MessageType<?> refusal() {
            return invocation.command().refusal();
        }
    }

    /**
     * Starts another saga and waits for its end.
     *
     * @param child the name of its definition
     * @param ownKey false if it has this saga's business key
     * @param invocation builds the message that starts it
     */
    record StartChild<S>(String child, boolean ownKey, Invocation<S, ?> invocation) implements Task<S> {
        @Override
        public List<MessageType<?>> replies() {
            return invocation.command().replies();
        }

        @Override
        public @Nullable MessageType<?> refusal() {
            return invocation.command().refusal();
        }
    }

    /**
     * Says nothing and waits for an event: a person's approval, a webhook. One that comes before the step has begun is
     * kept for it.
     *
     * @param event lets the saga go on
     * @param refusedBy turns it back; null if only the deadline does
     */
    record Await<S>(Event<?> event, @Nullable Event<?> refusedBy) implements Task<S> {
        @Override
        public List<MessageType<?>> replies() {
            List<MessageType<?>> replies = new ArrayList<>(List.of(event.type()));
            if (refusedBy != null) {
                replies.add(refusedBy.type());
            }
            return replies;
        }

        @Override
        public @Nullable MessageType<?> refusal() {
            return refusedBy == null ? null : refusedBy.type();
        }
    }

    /** What it says; null if it only waits. */
    default @Nullable Invocation<S, ?> said() {
        return switch (this) {
            case Invoke<S> invoke -> invoke.invocation();
            case StartChild<S> start -> start.invocation();
            case Await<S> await -> null;
        };
    }
}
