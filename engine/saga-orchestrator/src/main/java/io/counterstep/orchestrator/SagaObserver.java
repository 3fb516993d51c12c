package io.counterstep.orchestrator;

import io.counterstep.core.decide.Transition;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.LoopObserver;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who watches the orchestrator. Thread-safe. */
public record SagaObserver(LoopObserver loops, List<SagaListener> listeners) {

    public static final SagaObserver NONE = new SagaObserver(LoopObserver.NONE, List.of());

    private static final Logger LOG = LoggerFactory.getLogger(SagaObserver.class);

    public SagaObserver {
        listeners = List.copyOf(listeners);
    }

    void moved(SagaId saga, Transition transition) {
        if (transition.kind() == Transition.Kind.ATTENTION_NEEDED) {
            loops.needsAttention(saga.definition());
        }
        for (SagaListener listener : listeners) {
            try {
                listener.moved(saga, transition);
            } catch (RuntimeException failed) {
                // it is committed: whatever is thrown here must not make the batch come again
                LOG.error("{} failed on {} of {}", listener, transition.kind(), saga, failed);
            }
        }
    }
}
