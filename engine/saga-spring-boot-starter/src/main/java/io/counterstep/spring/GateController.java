package io.counterstep.spring;

import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.Gate;
import io.counterstep.orchestrator.Gate.Kind;
import io.counterstep.orchestrator.Gates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gates over HTTP: which are closed, who closed them and why; pausing and resuming a participant or a definition. */
@RestController
@RequestMapping("/api")
class GateController {

    private final Gates gates;

    GateController(Gates gates) {
        this.gates = gates;
    }

    /** @param by who asks; @param why for the history */
    record Because(@Nullable String by, @Nullable String why) {

        String who() {
            return String.valueOf(by);
        }

        String reason() {
            return String.valueOf(why);
        }
    }

    /** A gate with its history, the newest first. */
    record GateHistory(Gate.View gate, List<Gate.Change> history) {}

    @GetMapping("/gates")
    List<Gate.View> gates() {
        return gates.list();
    }

    @GetMapping("/participants/{name}/gate")
    GateHistory participant(@PathVariable String name) {
        return shown(Kind.PARTICIPANT, name);
    }

    @GetMapping("/definitions/{name}/gate")
    GateHistory definition(@PathVariable String name) {
        return shown(Kind.DEFINITION, name);
    }

    @PostMapping("/participants/{name}/pause")
    GateHistory pauseParticipant(@PathVariable String name, @RequestBody Because because) {
        return pause(Kind.PARTICIPANT, name, because);
    }

    @PostMapping("/participants/{name}/resume")
    GateHistory resumeParticipant(@PathVariable String name, @RequestBody Because because) {
        return resume(Kind.PARTICIPANT, name, because);
    }

    @PostMapping("/definitions/{name}/pause")
    GateHistory pauseDefinition(@PathVariable String name, @RequestBody Because because) {
        return pause(Kind.DEFINITION, name, because);
    }

    @PostMapping("/definitions/{name}/resume")
    GateHistory resumeDefinition(@PathVariable String name, @RequestBody Because because) {
        return resume(Kind.DEFINITION, name, because);
    }

    private GateHistory pause(Kind kind, String name, Because because) {
        require(kind, name, because);
        if (!gates.pause(kind, name, because.who(), because.reason())) {
            throw Problems.of(HttpStatus.CONFLICT, word(kind) + " " + name + " is paused already");
        }
        return shown(kind, name);
    }

    private GateHistory resume(Kind kind, String name, Because because) {
        require(kind, name, because);
        if (!gates.resume(kind, name, because.who(), because.reason())) {
            throw Problems.of(HttpStatus.CONFLICT, word(kind) + " " + name + " is not paused");
        }
        return shown(kind, name);
    }

    private GateHistory shown(Kind kind, String name) {
        requireKnown(kind, name);
        return new GateHistory(gates.view(kind, name), gates.history(kind, name));
    }

    private void require(Kind kind, String name, Because because) {
        requireKnown(kind, name);
        List<Problems.Field> wrong = new ArrayList<>();
        Problems.check(wrong, "by", because.by());
        Problems.check(wrong, "why", because.why());
        Problems.requireNone(wrong);
    }

    private void requireKnown(Kind kind, String name) {
        try {
            SagaId.requireName(word(kind), name);
        } catch (IllegalArgumentException invalid) {
            throw Problems.of(HttpStatus.BAD_REQUEST, String.valueOf(invalid.getMessage()));
        }
        if (!gates.knows(kind, name)) {
            throw Problems.of(HttpStatus.NOT_FOUND, "there is no " + word(kind) + " '" + name + "'");
        }
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
