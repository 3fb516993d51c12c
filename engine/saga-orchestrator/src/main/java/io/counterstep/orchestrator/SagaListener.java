package io.counterstep.orchestrator;

import io.counterstep.core.decide.Transition;
import io.counterstep.core.message.SagaId;

/**
 * Is told what happens to sagas, in the instance that did it: for pages that follow them, and for whoever waits for an end. A bean
 * of this type is found by the starter. Implementations are thread-safe and fast, since the loop waits for them.
 *
 * <p>Nothing may hang on it: an instance that is killed after its commit tells nobody. What must be done goes into a step.
 */
@FunctionalInterface
public interface SagaListener {

    /** That transition is committed; its commands are not published yet. What this throws is logged. */
    void moved(SagaId saga, Transition transition);
}
