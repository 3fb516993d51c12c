package io.counterstep.participant;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A participant's handlers: one for each command of its vocabulary. A handler is a plain method on a typed command.
 *
 * <p>A handler runs inside a READ COMMITTED transaction of the service's own database, together with the ledger row
 * that remembers its answer; what it does in that database happens once for each saga and step, however often the
 * command arrives. It returns a reply, success or business refusal. What it throws is no reply: the transaction is
 * rolled back, a transient error is tried again, any other is dead-lettered and answered as a technical failure.
 *
 * <p>A compensation's handler is called only if its step took effect. Handlers are called from several threads at once.
 */
public final class Handlers {

    private final Participant participant;
    private final Map<String, Handler<?>> byType;
    private final Map<String, Function<List<String>, Set<String>>> audits;

    private Handlers(
            Participant participant,
            Map<String, Handler<?>> byType,
            Map<String, Function<List<String>, Set<String>>> audits) {
        this.participant = participant;
        this.byType = byType;
        this.audits = audits;
    }

    public static Builder of(Participant participant) {
        return new Builder(participant);
    }

    public Participant participant() {
        return participant;
    }

    /** The handler of that message type, or null if there is none. */
    @Nullable
    Handler<?> handlerOf(String messageType) {
        return byType.get(messageType);
    }

    /** The check of the effects of requests that are answered by that type, or null if there is none. */
    @Nullable
    Function<List<String>, Set<String>> auditOf(String replyType) {
        return audits.get(replyType);
    }

    public boolean handles(Command<?> command) {
        return byType.containsKey(command.type().name());
    }

    /**
     * Calls the handler of that command with one payload: no transaction, no ledger, no retry. For tests; the engine
     * calls handlers in batches.
     *
     * @return the reply, or the confirmation of an instruction
     * @throws IllegalArgumentException if no handler handles that command, or the payload is not its record
     */
    public Object call(Command<?> command, Object payload) {
        Handler<?> handler = handlerOf(command.type().name());
        if (handler == null) {
            throw new IllegalArgumentException("handlers of " + participant.name() + " do not handle " + command.type()
                    + ", only " + new TreeSet<>(byType.keySet()));
        }
        return handler.callOne(payload);
    }

    /** One command's handler in its batch form: as many replies as commands, in their order. */
    record Handler<C>(Command<C> command, Function<List<C>, List<?>> batch) {

        private Object callOne(Object payload) {
            C typed = Body.of(payload).as(command.type());
            return batch.apply(List.of(typed)).getFirst();
        }
    }

    /** Collects handlers; not thread-safe. */
    public static final class Builder {

        private final Participant participant;
        private final Map<String, Handler<?>> byType = new LinkedHashMap<>();
        private final Map<String, Function<List<String>, Set<String>>> audits = new LinkedHashMap<>();

        private Builder(Participant participant) {
            this.participant = participant;
        }

        /** Handles a request, one at a time. */
        public <C, R> Builder on(Request<C, R> request, Function<C, ? extends R> handler) {
            return add(
                    request,
                    commands -> commands.stream().<Object>map(handler::apply).toList());
        }

        /**
         * Handles requests many at a time, for hot paths: the commands are of different sagas, and the replies must be
         * as many, in the same order.
         */
        public <C, R> Builder onBatch(Request<C, R> request, Function<List<C>, ? extends List<? extends R>> handler) {
            return add(request, handler::apply);
        }

        /** Handles a compensation or an ending, one at a time; the engine confirms it. */
        public <C> Builder on(Instruction<C> instruction, Consumer<C> handler) {
            return onBatch(instruction, commands -> commands.forEach(handler));
        }

        /** Handles compensations or endings many at a time; the engine confirms them. */
        public <C> Builder onBatch(Instruction<C> instruction, Consumer<List<C>> handler) {
            return add(instruction, commands -> {
                handler.accept(commands);
                return commands.stream()
                        .<Object>map(instruction.confirmation()::apply)
                        .toList();
            });
        }

        /**
         * Lets an audit see more than the ledger, which it believes otherwise: whether the service's own tables still have
         * what the request brought about.
         *
         * @param inForce given the business keys of at most a few hundred sagas that sent this request, returns those whose
         *     effect is there and not undone; called in a READ COMMITTED transaction and must change nothing
         */
        public <C, R> Builder audit(Request<C, R> request, Function<List<String>, Set<String>> inForce) {
            if (!request.participant().equals(participant)) {
                throw new IllegalArgumentException("handlers of " + participant.name() + " cannot audit "
                        + request.type() + ", which is said to "
                        + request.participant().name());
            }
            for (MessageType<?> reply : request.replies()) {
                if (audits.putIfAbsent(reply.name(), inForce) != null) {
                    throw new IllegalArgumentException("handlers of " + participant.name() + " audit what " + reply
                            + " answers twice: requests that are audited need replies of their own");
                }
            }
            return this;
        }

        private <C> Builder add(Command<C> command, Function<List<C>, List<?>> batch) {
            if (!command.participant().equals(participant)) {
                throw new IllegalArgumentException(
                        "handlers of " + participant.name() + " cannot handle " + command.type() + ", which is said to "
                                + command.participant().name());
            }
            if (byType.putIfAbsent(command.type().name(), new Handler<>(command, batch)) != null) {
                throw new IllegalArgumentException(
                        "handlers of " + participant.name() + " handle " + command.type() + " twice");
            }
            return this;
        }

        /** @throws IllegalArgumentException if there is no handler at all */
        public Handlers build() {
            if (byType.isEmpty()) {
                throw new IllegalArgumentException(
                        "handlers of " + participant.name() + " handle nothing: add on(...)");
            }
            return new Handlers(participant, Map.copyOf(byType), Map.copyOf(audits));
        }
    }
}
