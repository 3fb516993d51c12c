package io.counterstep.spring;

/** This service's name: it names consumer groups and stands in {@code ce_source}. */
record ServiceName(String value) {

    ServiceName {
        if (value.isBlank()) {
            throw new IllegalStateException(
                    "set spring.application.name: it names this service's consumer groups, so it"
                            + " must stay the same from start to start");
        }
    }
}
