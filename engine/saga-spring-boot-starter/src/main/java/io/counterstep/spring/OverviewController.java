package io.counterstep.spring;

import io.counterstep.orchestrator.Overview;
import io.counterstep.orchestrator.OverviewSampler;
import io.counterstep.orchestrator.Participants;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** How all sagas together fare, and all participants, over HTTP. */
@RestController
@RequestMapping("/api")
class OverviewController {

    private final OverviewSampler sampler;
    private final Participants participants;
    private final EventStreams streams;

    OverviewController(OverviewSampler sampler, Participants participants, EventStreams streams) {
        this.sampler = sampler;
        this.participants = participants;
        this.streams = streams;
    }

    @GetMapping("/overview")
    Overview overview() {
        return sampler.overview();
    }

    @GetMapping("/overview/stream")
    ResponseEntity<SseEmitter> stream() {
        return streams.<Overview>open(
                "overview", listener -> sampler.tell(it -> listener.accept(Optional.of(it))), it -> false);
    }

    @GetMapping("/participants")
    List<Participants.View> participants() {
        return participants.list();
    }
}
