package io.counterstep.orchestrator;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.SagaDefinition;

/** Which version of which definition. */
record VersionKey(String definition, int version) {

    static VersionKey of(SagaDefinition<?> definition) {
        return new VersionKey(definition.name(), definition.version().number());
    }

    static VersionKey of(SagaInstance saga) {
        return new VersionKey(saga.id().definition(), saga.version());
    }

    @Override
    public String toString() {
        return "'" + definition + "' version " + version;
    }
}
