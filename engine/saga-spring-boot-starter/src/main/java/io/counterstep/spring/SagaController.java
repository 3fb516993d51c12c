package io.counterstep.spring;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.Status;
import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.SagaFilter;
import io.counterstep.orchestrator.SagaOperations;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaView;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sagas over HTTP: search, look, repair. Errors are RFC 9457 problem details that name the parameter. */
@RestController
@RequestMapping("/api/sagas")
class SagaController {

    private static final int MAX_TEXT = 1_000;

    /** No saga is older, and no database's calendar ends within it. */
    private static final Duration MAX_AGE = Duration.ofDays(36_500);

    private final SagaQueries queries;
    private final SagaOperations operations;

    SagaController(SagaQueries queries, SagaOperations operations) {
        this.queries = queries;
        this.operations = operations;
    }

    /** @param by who asks; @param why for the history */
    record Because(@Nullable String by, @Nullable String why) {}

    @GetMapping
    SagaView.Page search(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String definition,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String step,
            @RequestParam(required = false) @Nullable String minAge,
            @RequestParam(defaultValue = "" + SagaFilter.DEFAULT_LIMIT) String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        SagaFilter filter = new SagaFilter(
                parse("state", state, Status::valueOf, "one of " + Arrays.toString(Status.values())),
                parse("definition", definition, SagaController::name, "the name of a definition"),
                parse("key", key, SagaController::key, "a business key"),
                parse("step", step, SagaController::name, "the name of a step"),
                parse("minAge", minAge, SagaController::age, "a duration such as 30s or PT5M, up to " + MAX_AGE),
                limit(limit),
                cursor);
        try {
            return queries.search(filter);
        } catch (IllegalArgumentException invalid) {
            throw problem(HttpStatus.BAD_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    @GetMapping("/{id}")
    SagaView saga(@PathVariable String id) {
        return queries.find(id(id)).orElseThrow(() -> noSuch(id));
    }

    @GetMapping("/{id}/history")
    SagaView.History history(@PathVariable String id) {
        return queries.history(id(id)).orElseThrow(() -> noSuch(id));
    }

    @PostMapping("/{id}/retry")
    SagaView retry(@PathVariable String id, @RequestBody Because because) {
        Input.Operation retry = new Input.Retry(text("by", because.by()), text("why", because.why()));
        if (operations.apply(id(id), retry) instanceof Decision.Ignored ignored
                && ignored.reason() != Decision.Reason.UNKNOWN_SAGA) {
            throw problem(
                    HttpStatus.CONFLICT,
                    "saga " + id + " cannot be retried: " + ignored.reason().text());
        }
        return saga(id);
    }

    private static String key(String key) {
        SagaId.requireKey(key);
        return key;
    }

    private static String name(String name) {
        SagaId.requireName("name", name);
        return name;
    }

    private static Duration age(String text) {
        Duration age = DurationStyle.detectAndParse(text);
        if (age.isNegative() || age.compareTo(MAX_AGE) > 0) {
            throw new IllegalArgumentException("no saga is that old");
        }
        return age;
    }

    private static int limit(String text) {
        String expected = "a number from 1 to " + SagaFilter.MAX_LIMIT;
        Integer limit = parse("limit", text, Integer::valueOf, expected);
        if (limit == null || limit < 1 || limit > SagaFilter.MAX_LIMIT) {
            throw problem(HttpStatus.BAD_REQUEST, "limit must be " + expected + ", found '" + text + "'");
        }
        return limit;
    }

    private static <T> @Nullable T parse(
            String name, @Nullable String text, Function<String, T> parser, String expected) {
        try {
            return text == null || text.isEmpty() ? null : parser.apply(text);
        } catch (IllegalArgumentException invalid) {
            throw problem(HttpStatus.BAD_REQUEST, name + " must be " + expected + ", found '" + text + "'");
        }
    }

    private static String text(String name, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > MAX_TEXT || value.indexOf('\0') >= 0) {
            throw problem(
                    HttpStatus.BAD_REQUEST,
                    name + " must have 1 to " + MAX_TEXT
                            + " characters, none of them NUL: it goes into the saga's history");
        }
        return value;
    }

    private static SagaId id(String id) {
        try {
            return SagaId.parse(id);
        } catch (IllegalArgumentException invalid) {
            throw problem(HttpStatus.BAD_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    private static ErrorResponseException noSuch(String id) {
        return problem(HttpStatus.NOT_FOUND, "there is no saga " + id);
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
