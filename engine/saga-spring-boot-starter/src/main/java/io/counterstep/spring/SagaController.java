package io.counterstep.spring;

import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.SagaFilter;
import io.counterstep.orchestrator.SagaInsight;
import io.counterstep.orchestrator.SagaMessages;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.SagaView;
import io.counterstep.orchestrator.SagaWatch;
import io.counterstep.orchestrator.Why;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Sagas over HTTP: search, look, export and watch. Errors are RFC 9457 problem details that name the parameter. */
@RestController
@RequestMapping("/api/sagas")
class SagaController {

    private final SagaQueries queries;
    private final SagaInsight insight;
    private final SagaExport export;
    private final SagaWatch watch;
    private final EventStreams streams;

    SagaController(SagaQueries queries, SagaInsight insight, SagaExport export, SagaWatch watch, EventStreams streams) {
        this.queries = queries;
        this.insight = insight;
        this.export = export;
        this.watch = watch;
        this.streams = streams;
    }

    @GetMapping
    SagaView.Page search(
            SagaParameters which,
            @RequestParam(defaultValue = "" + SagaQueries.DEFAULT_LIMIT) String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        SagaFilter filter = which.filter();
        int most = SagaParameters.number("limit", limit, 1, SagaQueries.MAX_LIMIT);
        try {
            return queries.search(filter, most, cursor);
        } catch (IllegalArgumentException invalid) {
            throw Problems.of(HttpStatus.BAD_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    @GetMapping("/export")
    void export(
            SagaParameters which,
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(defaultValue = "" + SagaExport.DEFAULT_MAX) String max,
            HttpServletResponse response)
            throws IOException {
        SagaFilter filter = which.filter();
        int most = SagaParameters.number("max", max, 1, SagaExport.MOST);
        export.write(filter, most, SagaExport.Format.of(format), response);
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

    /** Where it is, and each time it has moved where to; ends with the saga. */
    @GetMapping("/{id}/stream")
    ResponseEntity<SseEmitter> stream(@PathVariable String id) {
        SagaId saga = id(id);
        return streams.<SagaView.Pulse>open(
                "saga",
                listener -> watch.watch(saga, listener).orElseThrow(() -> noSuch(id)),
                it -> it.state().isFinal());
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
