package io.counterstep.spring;

import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.SagaDefinitions;
import io.counterstep.orchestrator.VersionsInUse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Definitions over HTTP: the newest version of each, its versions, and what is active of them. */
@RestController
@RequestMapping("/api/definitions")
class DefinitionController {

    private final SagaDefinitions definitions;
    private final VersionsInUse versions;

    DefinitionController(SagaDefinitions definitions, VersionsInUse versions) {
        this.definitions = definitions;
        this.versions = versions;
    }

    /**
     * A step; what it has none of is null.
     *
     * @param stage the position of its stage, from 1; steps of one stage are done together
     * @param waitsFor the types that end the wait for it
     */
    record StepView(
            String name,
            int stage,
            Step.Kind kind,
            boolean optional,
            @Nullable String participant,
            @Nullable String command,
            @Nullable String child,
            List<String> waitsFor,
            @Nullable String refusal,
            @Nullable String compensation,
            @Nullable Duration deadline,
            Duration resendAfter,
            int attempts) {}

    record DefinitionView(
            String name,
            int version,
            String startedBy,
            @Nullable String canceledBy,
            @Nullable Duration deadline,
            List<StepView> steps,
            @Nullable String completedWith,
            @Nullable String canceledWith) {}

    @GetMapping
    List<DefinitionView> all() {
        return definitions.newest().stream().<DefinitionView>map(it -> view(it)).toList();
    }

    @GetMapping("/{name}")
    DefinitionView one(@PathVariable String name) {
        SagaDefinition<?> definition = definitions.newest(name);
        if (definition == null) {
            throw noSuch(name);
        }
        return view(definition);
    }

    @GetMapping("/{name}/versions")
    List<VersionsInUse.View> versions(@PathVariable String name) {
        List<VersionsInUse.View> all = versions.of(name(name));
        if (all.isEmpty()) {
            throw noSuch(name);
        }
        return all;
    }

    @GetMapping("/{name}/versions/{version}")
    DefinitionView version(@PathVariable String name, @PathVariable String version) {
        int number = SagaParameters.number("version", version, 1, Integer.MAX_VALUE);
        SagaDefinition<?> definition = definitions.find(name(name), number);
        if (definition == null) {
            Set<Integer> here = new TreeSet<>(definitions.versions(name));
            throw here.isEmpty()
                    ? noSuch(name)
                    : Problems.of(
                            HttpStatus.NOT_FOUND,
                            "version " + number + " of '" + name + "' is not registered here, only " + here);
        }
        return view(definition);
    }

    private static String name(String name) {
        try {
            SagaId.requireName("definition", name);
            return name;
        } catch (IllegalArgumentException invalid) {
            throw Problems.of(HttpStatus.BAD_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    private static ErrorResponseException noSuch(String name) {
        return Problems.of(HttpStatus.NOT_FOUND, "there is no definition '" + name + "'");
    }

    private static <S> DefinitionView view(SagaDefinition<S> it) {
        return new DefinitionView(
                it.name(),
                it.version().number(),
                it.startedBy().type().name(),
                it.canceledBy() == null ? null : it.canceledBy().type().name(),
                it.deadline(),
                it.steps().stream().map(step -> view(it, step)).toList(),
                type(it.completion()),
                type(it.cancellation()));
    }

    private static <S> StepView view(SagaDefinition<S> definition, Step<S> it) {
        Task<S> task = it.task();
        Invocation<S, ?> said = task.said();
        MessageType<?> refusal = task.refusal();
        return new StepView(
                it.name(),
                definition.stageOf(it.name()) + 1,
                it.kind(),
                it.optional(),
                said == null ? null : said.command().participant().name(),
                type(said),
                task instanceof Task.StartChild<S> start ? start.child() : null,
                task.replies().stream().map(MessageType::name).toList(),
                refusal == null ? null : refusal.name(),
                type(it.compensation()),
                it.deadline(),
                it.resend().first(),
                it.attempts());
    }

    private static @Nullable String type(@Nullable Invocation<?, ?> invocation) {
        return invocation == null ? null : invocation.command().type().name();
    }
}
