package io.counterstep.spring;

import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Decision.Reason;
import io.counterstep.core.decide.Input;
import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.AssumedReplyException;
import io.counterstep.orchestrator.OperationPreview;
import io.counterstep.orchestrator.SagaOperations;
import io.counterstep.orchestrator.SagaQueries;
import io.counterstep.orchestrator.VersionNotHereException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * What an operator may do to one saga. Each answers with the saga afterwards, or, with {@code preview=true}, with what
 * would be done, and then does nothing.
 */
@RestController
@RequestMapping("/api/sagas")
class SagaOperationController {

    private final SagaQueries queries;
    private final SagaOperations operations;

    SagaOperationController(SagaQueries queries, SagaOperations operations) {
        this.queries = queries;
        this.operations = operations;
    }

    /**
     * Who asks for it, and what for.
     *
     * @param step where it applies, if not to the whole saga
     * @param type the reply to assume
     * @param body the reply's own fields; none if null
     */
    record Request(
            @Nullable String by,
            @Nullable String why,
            @Nullable String step,
            @Nullable String type,
            @Nullable JsonNode body) {

        String who() {
            return String.valueOf(by);
        }

        String because() {
            return String.valueOf(why);
        }

        String where() {
            return String.valueOf(step);
        }
    }

    /** What an operation is about; what it is, the request has to name besides who and why. */
    private enum On {
        SAGA,
        STEP,
        REPLY
    }

    @PostMapping("/{id}/retry")
    Object retry(
            @PathVariable String id,
            @RequestBody Request request,
            @RequestParam(defaultValue = "false") boolean preview) {
        return done(id, request, preview, On.SAGA, "retried", it -> new Input.Retry(it.who(), it.because()));
    }

    @PostMapping("/{id}/compensate")
    Object compensate(
            @PathVariable String id,
            @RequestBody Request request,
            @RequestParam(defaultValue = "false") boolean preview) {
        return done(id, request, preview, On.SAGA, "compensated", it -> new Input.Compensate(it.who(), it.because()));
    }

    @PostMapping("/{id}/resolve")
    Object resolve(
            @PathVariable String id,
            @RequestBody Request request,
            @RequestParam(defaultValue = "false") boolean preview) {
        return done(id, request, preview, On.REPLY, "resolved", it -> assume(id, it));
    }

    @PostMapping("/{id}/skip")
    Object skip(
            @PathVariable String id,
            @RequestBody Request request,
            @RequestParam(defaultValue = "false") boolean preview) {
        return done(id, request, preview, On.STEP, "skipped", it -> new Input.Skip(it.where(), it.who(), it.because()));
    }

    @PostMapping("/{id}/pause")
    Object pause(
            @PathVariable String id,
            @RequestBody Request request,
            @RequestParam(defaultValue = "false") boolean preview) {
        return done(id, request, preview, On.SAGA, "paused", it -> new Input.Pause(it.who(), it.because()));
    }

    @PostMapping("/{id}/resume")
    Object resume(
            @PathVariable String id,
            @RequestBody Request request,
            @RequestParam(defaultValue = "false") boolean preview) {
        return done(id, request, preview, On.SAGA, "resumed", it -> new Input.Resume(it.who(), it.because()));
    }

    private Input.Operation assume(String id, Request request) {
        String fields = request.body() == null ? "{}" : request.body().toString();
        return operations.assume(
                SagaController.id(id),
                request.where(),
                String.valueOf(request.type()),
                fields,
                request.who(),
                request.because());
    }

    /**
     * What all of them do.
     *
     * @param done the operation's past participle, for a refusal
     * @param asked makes the operation of a request that has all it needs
     */
    private Object done(
            String text,
            Request request,
            boolean preview,
            On on,
            String done,
            Function<Request, Input.Operation> asked) {
        require(request, on);
        SagaId id = SagaController.id(text);
        String what = on == On.SAGA ? done : done + " at " + request.where();
        try {
            Input.Operation operation = asked.apply(request);
            if (preview) {
                OperationPreview shown = operations.preview(id, operation);
                return switch (shown) {
                    case OperationPreview.Effect effect -> effect;
                    case OperationPreview.Refused refused -> throw refused(id, what, operation, refused.reason());
                };
            }
            if (operations.apply(id, operation) instanceof Decision.Ignored ignored) {
                throw refused(id, what, operation, ignored.reason());
            }
            return queries.find(id).orElseThrow(() -> SagaController.noSuch(text));
        } catch (AssumedReplyException invalid) {
            throw Problems.of(List.of(new Problems.Field(invalid.field(), String.valueOf(invalid.getMessage()))));
        } catch (VersionNotHereException elsewhere) {
            throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(elsewhere.getMessage()));
        }
    }

    private static void require(Request request, On on) {
        List<Problems.Field> wrong = new ArrayList<>();
        Problems.check(wrong, "by", request.by());
        Problems.check(wrong, "why", request.why());
        if (on != On.SAGA) {
            Problems.check(wrong, "step", request.step());
        }
        if (on == On.REPLY) {
            Problems.check(wrong, "type", request.type());
            if (request.body() != null && !request.body().isObject()) {
                wrong.add(new Problems.Field("body", "must be a JSON object of the reply's own fields"));
            }
        }
        Problems.requireNone(wrong);
    }

    private ErrorResponseException refused(SagaId id, String what, Input.Operation operation, Reason reason) {
        if (reason == Reason.UNKNOWN_SAGA) {
            return SagaController.noSuch(id.toString());
        }
        boolean pausedTwice = operation instanceof Input.Pause && reason == Reason.PAUSED;
        String found = pausedTwice ? "it is paused already" : reason.text();
        String advice = pausedTwice ? "" : advice(id, reason);
        return Problems.of(
                HttpStatus.CONFLICT,
                "saga " + id + " cannot be " + what + ": " + found + (advice.isEmpty() ? "" : "; " + advice));
    }

    /** What to do instead. */
    private String advice(SagaId id, Reason reason) {
        return switch (reason) {
            case NOTHING_DUE -> "nothing was sent that could be sent again: resolve the step with the event to assume";
            case CANCEL_TOO_LATE -> "retry what it waits for, or resolve it";
            case NOT_WAITING, STALE_REPLY -> "it waits for " + waits(id);
            case NOT_RETRIABLE -> "compensate the saga, or resolve the step";
            case NO_SUCH_REPLY -> "look at the definition for the types that do";
            case SAGA_OVER, PAUSED, NOT_PAUSED, UNKNOWN_SAGA, DUPLICATE_START, AMBIGUOUS_REPLY -> "";
        };
    }

    private String waits(SagaId id) {
        return queries.find(id).map(it -> it.step()).orElse("nothing");
    }
}
