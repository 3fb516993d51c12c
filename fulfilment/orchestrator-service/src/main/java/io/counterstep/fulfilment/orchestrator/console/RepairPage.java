package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Repairing what the audit found, with a look at what would be sent. */
@Controller
@RequestMapping("/console/audit/findings/{id}/repair")
class RepairPage {

    /** A preview is for nobody and changes nothing, but the API asks all the same. */
    private static final String LOOK = "console preview";

    private final ConsoleApi api;
    private final Deeds deeds;

    RepairPage(ConsoleApi api, Deeds deeds) {
        this.api = api;
        this.deeds = deeds;
    }

    @GetMapping
    String ask(@PathVariable String id, Visit visit, HttpServletResponse response, Model page) {
        return deeds.show(view(id, visit), DeedForm.empty(visit), response, page);
    }

    @PostMapping
    String act(
            @PathVariable String id,
            @ModelAttribute("form") DeedForm form,
            Visit visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page,
            RedirectAttributes target) {
        Answer done = api.post(Map.of(), form.because(), "/api/audit/findings/{id}/repair", id);
        if (done instanceof Answer.Problem problem) {
            return deeds.show(view(id, visit).failed(problem), form, response, page);
        }
        deeds.remember(form, request, response);
        target.addAttribute("id", id);
        return "redirect:/console/audit/findings/{id}";
    }

    private DeedView view(String id, Visit visit) {
        Words words = visit.words();
        String title = words.text("repair.title", id);
        String back = AuditPage.PATH + "/findings/" + id;
        Answer preview = api.post(
                Map.of("preview", "true"),
                ApiJson.object().put("by", LOOK).put("why", LOOK),
                "/api/audit/findings/{id}/repair",
                id);
        return switch (preview) {
            case Answer.Problem problem -> DeedView.impossible(title, back, problem);
            case Answer.Told told -> of(told.body(), title, back, words);
        };
    }

    private static DeedView of(JsonNode proposal, String title, String back, Words words) {
        String problem = ApiJson.text(proposal, "problem");
        if (!problem.isEmpty()) {
            return DeedView.impossible(title, back, new Answer.Problem(409, "", problem, List.of()));
        }
        DeedView.Facts facts = new DeedView.Facts(words)
                .add("repair.command", ApiJson.text(proposal, "type"))
                .add("why.participant", ApiJson.text(proposal, "participant"))
                .add("repair.topic", ApiJson.text(proposal, "topic"))
                .add("repair.id", ApiJson.text(proposal, "command"))
                .add("repair.operation", words.label("operation", ApiJson.text(proposal, "operation")));
        return DeedView.of(title, words.text("repair.button"), back, facts.list(), List.of(words.text("repair.effect")))
                .withBody(pretty(ApiJson.textOrNull(proposal, "body")));
    }

    private static @Nullable String pretty(@Nullable String body) {
        try {
            return body == null ? null : ApiJson.pretty(ApiJson.read(body));
        } catch (JacksonException notJson) {
            return body;
        }
    }
}
