package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** One saga: why it waits, where it stands in its definition, and what has happened. */
@Controller
class SagaPage {

    private final ConsoleApi api;

    SagaPage(ConsoleApi api) {
        this.api = api;
    }

    /**
     * @param live the part that changes alone
     * @param done what was just done to it
     */
    @GetMapping("/console/sagas/{id}")
    String saga(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean live,
            @RequestParam(defaultValue = "") String done,
            Visit visit,
            HttpServletResponse response,
            Model page) {
        Supplier<Answer> why = api.ask("/api/sagas/{id}/why", id);
        Supplier<Answer> history = api.ask("/api/sagas/{id}/history", id);
        Supplier<Answer> messages = api.ask("/api/sagas/{id}/messages", id);
        switch (api.get("/api/sagas/{id}", id)) {
            case Answer.Problem problem -> {
                return ProblemPages.show(problem, response, page);
            }
            case Answer.Told told -> {
                JsonNode saga = told.body();
                page.addAttribute("id", id);
                page.addAttribute("done", Operation.of(done));
                page.addAttribute("saga", SagaView.of(saga, visit));
                Answer because = why.get();
                page.addAttribute("why", because.shown(it -> WhyView.of(it, visit)));
                page.addAttribute("diagram", definition(saga).shown(it -> Diagram.of(it, saga, visit.words())));
                String waits = WhySentence.ofWaits(because.orEmpty(), visit);
                page.addAttribute("timeline", history.get().shown(it -> Timeline.of(it, messages.get(), waits, visit)));
                return live ? "console/saga :: live" : "console/saga";
            }
        }
    }

    /** The newest version may be the saga's own, where the API does not tell versions apart. */
    private Answer definition(JsonNode saga) {
        String name = ApiJson.text(saga, "definition");
        String version = ApiJson.text(saga, "version");
        Answer own = api.get("/api/definitions/{name}/versions/{version}", name, version);
        if (own instanceof Answer.Told) {
            return own;
        }
        Answer newest = api.get("/api/definitions/{name}", name);
        return ApiJson.text(newest.orEmpty(), "version").equals(version) ? newest : own;
    }
}
