package io.counterstep.spring;

import io.counterstep.core.decide.Status;
import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.SagaFilter;
import io.counterstep.orchestrator.SagaInsight;
import io.counterstep.orchestrator.SagaMessages;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaView;
import io.counterstep.orchestrator.Why;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sagas over HTTP: search and look. Errors are RFC 9457 problem details that name the parameter. */
@RestController
@RequestMapping("/api/sagas")
class SagaController {

    /** No saga is older, and no database's calendar ends within it. */
    private static final Duration MAX_AGE = Duration.ofDays(36_500);

    private final SagaQueries queries;
    private final SagaInsight insight;

    SagaController(SagaQueries queries, SagaInsight insight) {
        this.queries = queries;
        this.insight = insight;
    }

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
            throw Problems.of(HttpStatus.BAD_REQUEST, String.valueOf(invalid.getMessage()));
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

    @GetMapping("/{id}/why")
    Why why(@PathVariable String id) {
        return insight.why(id(id)).orElseThrow(() -> noSuch(id));
    }

    @GetMapping("/{id}/messages")
    SagaMessages messages(@PathVariable String id) {
        return insight.messages(id(id)).orElseThrow(() -> noSuch(id));
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
            throw Problems.of(HttpStatus.BAD_REQUEST, "limit must be " + expected + ", found '" + text + "'");
        }
        return limit;
    }

    private static <T> @Nullable T parse(
            String name, @Nullable String text, Function<String, T> parser, String expected) {
        try {
            return text == null || text.isEmpty() ? null : parser.apply(text);
        } catch (IllegalArgumentException invalid) {
            throw Problems.of(HttpStatus.BAD_REQUEST, name + " must be " + expected + ", found '" + text + "'");
        }
    }

    static SagaId id(String id) {
        try {
            return SagaId.parse(id);
        } catch (IllegalArgumentException invalid) {
            throw Problems.of(HttpStatus.BAD_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    static ErrorResponseException noSuch(String id) {
        return Problems.of(HttpStatus.NOT_FOUND, "there is no saga " + id);
    }
}
