package io.counterstep.orchestrator;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Moment;
import io.counterstep.messaging.BatchHandler;
import io.counterstep.messaging.DeadLetter;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.UnreadableMessageException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** The orchestrator's side of the loop: starts and replies in, commands out. Thread-safe. */
public final class EventHandler implements BatchHandler {

    private final String loop;
    private final SagaDefinitions definitions;
    private final Interpreter interpreter;
    private final SagaStore store;
    private final MessageFormat format;
    private final LoopObserver observer;
    private final InstantSource clock;

    /**
     * @param loop this party's name in logs and metrics
     * @param strictTopics refuse replies that are not on their participant's event topic
     */
    public EventHandler(
            String loop,
            SagaDefinitions definitions,
            boolean strictTopics,
            JdbcTemplate jdbc,
            MessageFormat format,
            LoopObserver observer,
            InstantSource clock) {
        this.loop = loop;
        this.definitions = definitions;
        this.interpreter = new Interpreter(definitions, strictTopics);
        this.store = new SagaStore(jdbc, format);
        this.format = format;
        this.observer = observer;
        this.clock = clock;
    }

    @Override
    public Outcome handle(List<IncomingMessage> batch) {
        List<DeadLetter> rejected = new ArrayList<>();
        List<Delivery> deliveries = new ArrayList<>(batch.size());
        for (IncomingMessage message : batch) {
            try {
                deliveries.addAll(interpreter.interpret(message));
            } catch (UnreadableMessageException unreadable) {
                rejected.add(new DeadLetter(message.record(), String.valueOf(unreadable.getMessage())));
            }
        }
        var sagas = store.load(deliveries.stream().map(Delivery::saga).collect(Collectors.toSet()));
        SagaSession session = new SagaSession(loop, definitions, format, observer, sagas, Moment.at(clock.instant()));
        for (Delivery delivery : deliveries) {
            Decision decision = session.decide(
                    delivery.saga(), delivery.input(), delivery.message().trace());
            if (isForNobody(decision, delivery.input())) {
                rejected.add(new DeadLetter(delivery.message().record(), "there is no saga " + delivery.saga()));
            }
        }
        return new Outcome(session.save(store), rejected);
    }

    /** A reply to a saga that never was is somebody's mistake; a wish to cancel one may just have come first. */
    private static boolean isForNobody(Decision decision, Input input) {
        return decision instanceof Decision.Ignored ignored
                && ignored.reason() == Decision.Reason.UNKNOWN_SAGA
                && (input instanceof Input.Reply || input instanceof Input.Failure);
    }

    /** Nobody is told: the saga's own check will send its command again, and time out in the end. */
    @Override
    public List<OutgoingMessage> giveUp(IncomingMessage poison, String reason) {
        return List.of();
    }
}
