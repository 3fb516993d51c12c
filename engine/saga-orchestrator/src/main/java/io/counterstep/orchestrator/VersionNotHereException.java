package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;

/**
 * This instance does not run the version that a saga has by now, while another one may, as in the middle of a deploy. A
 * reply that comes here is dead-lettered; the saga's check, which only instances that know its version take, asks again.
 */
public final class VersionNotHereException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    VersionNotHereException(SagaId saga, int version) {
        super("saga " + saga + " needs definition '" + saga.definition() + "' version " + version
                + ", which is not registered here: end this instance once those that know it run, or register it");
    }
}
