package io.counterstep.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What the orchestrator's API answers when it does not do what it was asked for: RFC 9457 problem details. */
final class Problems {

    /** Of a text that goes into a history; also the longest name of a step or type that is looked at. */
    static final int MAX_TEXT = 1_000;

    static final String RETRY_AFTER_SECONDS = "3";

    private Problems() {}

    /** One field of a request that is wrong. */
    record Field(String field, String message) {}

    static ErrorResponseException of(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    /** 503, to be sent again in a while. */
    static ErrorResponseException comeBack(String detail) {
        ErrorResponseException problem = of(HttpStatus.SERVICE_UNAVAILABLE, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return problem;
    }

    /** 400, naming every field. */
    static ErrorResponseException of(List<Field> fields) {
        HttpStatus status = HttpStatus.BAD_REQUEST;
        String detail = String.join(
                "; ", fields.stream().map(it -> it.field() + " " + it.message()).toList());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("errors", fields);
        return new ErrorResponseException(status, problem, null);
    }

    /** @throws ErrorResponseException naming every field, if any is wrong */
    static void requireNone(List<Field> wrong) {
        if (!wrong.isEmpty()) {
            throw of(wrong);
        }
    }

    /** Adds what is wrong with a text that must be there, if anything is. */
    static void check(List<Field> wrong, String name, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > MAX_TEXT || value.indexOf('\0') >= 0) {
            wrong.add(new Field(name, "must have 1 to " + MAX_TEXT + " characters, none of them NUL"));
        }
    }
}
