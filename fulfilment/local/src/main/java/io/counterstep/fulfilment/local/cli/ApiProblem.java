package io.counterstep.fulfilment.local.cli;

import java.net.URI;
import tools.jackson.databind.JsonNode;

/** A service answered with an error. */
final class ApiProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient JsonNode body;

    /** @param body the RFC 9457 problem details, or an empty object if the answer held none */
    ApiProblem(String method, URI uri, int status, JsonNode body) {
        super(method + " " + uri + " was refused with " + status);
        this.status = status;
        this.body = body;
    }

    int status() {
        return status;
    }

    JsonNode body() {
        return body;
    }
}
