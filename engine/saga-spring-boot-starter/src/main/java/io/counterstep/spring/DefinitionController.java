package io.counterstep.spring;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.orchestrator.SagaDefinitions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Definitions over HTTP: the newest version of each. */
@RestController
@RequestMapping("/api/definitions")
class DefinitionController {

    private final SagaDefinitions definitions;

    DefinitionController(SagaDefinitions definitions) {
        this.definitions = definitions;
    }

    record StepView(
            String name,
            String participant,
            String command,
            String success,
            String refusal,
            String compensation,
            Duration deadline,
            Duration resendAfter) {}

    record DefinitionView(
            String name,
            int version,
            String startedBy,
            @Nullable String canceledBy,
            List<StepView> steps,
            String completedWith,
            String canceledWith) {}

    @GetMapping
    List<DefinitionView> all() {
        return definitions.newest().stream().<DefinitionView>map(it -> view(it)).toList();
    }

    @GetMapping("/{name}")
    DefinitionView one(@PathVariable String name) {
        SagaDefinition<?> definition = definitions.newest(name);
        if (definition == null) {
            HttpStatus status = HttpStatus.NOT_FOUND;
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, "there is no definition '" + name + "'");
            throw new ErrorResponseException(status, problem, null);
        }
        return view(definition);
    }

    private static <S> DefinitionView view(SagaDefinition<S> it) {
        return new DefinitionView(
                it.name(),
                it.version().number(),
                it.startedBy().type().name(),
                it.canceledBy() == null ? null : it.canceledBy().type().name(),
                it.steps().stream().map(DefinitionController::view).toList(),
                it.completion().command().type().name(),
                it.cancellation().command().type().name());
    }

    private static StepView view(Step<?> it) {
        return new StepView(
                it.name(),
                it.request().participant().name(),
                it.request().type().name(),
                it.request().success().name(),
                it.request().refusal().name(),
                it.compensation().command().type().name(),
                it.deadline(),
                it.resend().first());
    }
}
