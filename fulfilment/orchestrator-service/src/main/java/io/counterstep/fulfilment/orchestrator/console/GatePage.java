package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.JsonNode;

/** Pausing and resuming a participant, or a definition. */
@Controller
@RequestMapping("/console/gates/{kind:participants|definitions}/{name}/{deed:pause|resume}")
class GatePage {

    /** When a gate came into its state that nobody ever closed. */
    private static final Instant NEVER = Instant.EPOCH;

    private final ConsoleApi api;
    private final Deeds deeds;

    GatePage(ConsoleApi api, Deeds deeds) {
        this.api = api;
        this.deeds = deeds;
    }

    /** @param kind participants or definitions; @param deed pause or resume */
    record Target(String kind, String name, String deed) {

        String back() {
            return kind.equals("participants") ? "/console#participants" : "/console/definitions";
        }
    }

    @GetMapping
    String ask(
            @PathVariable String kind,
            @PathVariable String name,
            @PathVariable String deed,
            Visit visit,
            HttpServletResponse response,
            Model page) {
        return deeds.show(view(new Target(kind, name, deed), visit), DeedForm.empty(visit), response, page);
    }

    @PostMapping
    String act(
            @PathVariable String kind,
            @PathVariable String name,
            @PathVariable String deed,
            @ModelAttribute("form") DeedForm form,
            Visit visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page) {
        Target target = new Target(kind, name, deed);
        Answer done = api.post(Map.of(), form.because(), "/api/{kind}/{name}/{deed}", kind, name, deed);
        if (done instanceof Answer.Problem problem) {
            return deeds.show(view(target, visit).failed(problem), form, response, page);
        }
        deeds.remember(form, request, response);
        return "redirect:" + target.back();
    }

    private DeedView view(Target target, Visit visit) {
        Words words = visit.words();
        String title = words.text("gate." + target.deed() + "." + target.kind(), target.name());
        return switch (api.get("/api/{kind}/{name}/gate", target.kind(), target.name())) {
            case Answer.Problem problem -> DeedView.impossible(title, target.back(), problem);
            case Answer.Told told -> of(told.body().path("gate"), title, target, visit);
        };
    }

    private static DeedView of(JsonNode gate, String title, Target target, Visit visit) {
        Words words = visit.words();
        String held = words.number(ApiJson.number(gate, "held"));
        String inFlight = words.number(ApiJson.number(gate, "inFlight"));
        DeedView.Facts facts =
                new DeedView.Facts(words).add("participant.gate", words.label("gate", ApiJson.text(gate, "state")));
        Instant since = ApiJson.instant(gate, "since");
        if (since != null && !since.equals(NEVER)) {
            facts.add("gate.since", words.since(since, visit.now()))
                    .add("gate.by", ApiJson.text(gate, "by"))
                    .add("gate.why", ApiJson.text(gate, "why"));
        }
        facts.add("participant.held", held).add("participant.inFlight", inFlight);
        List<String> effects = target.deed().equals("pause")
                ? List.of(words.text("gate.pause.effect"), words.text("gate.pause.in-flight", inFlight))
                : List.of(words.text("gate.resume.effect", held));
        return DeedView.of(title, words.text("action." + target.deed()), target.back(), facts.list(), effects);
    }
}
