package io.counterstep.fulfilment.orchestrator.console;

import io.counterstep.fulfilment.orchestrator.console.Answer.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
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

/**
 * An operation on one saga: first who and why, then exactly what it would do, then a button that does it. If it would do
 * something else by then, the new preview is shown instead.
 */
@Controller
@RequestMapping("/console/sagas/{id}/{operation}")
class SagaActionPage {

    private static final Map<String, String> PREVIEW = Map.of("preview", "true");

    private final ConsoleApi api;
    private final Deeds deeds;

    SagaActionPage(ConsoleApi api, Deeds deeds) {
        this.api = api;
        this.deeds = deeds;
    }

    @GetMapping
    String ask(
            @PathVariable String id,
            @PathVariable String operation,
            Visit visit,
            HttpServletResponse response,
            Model page) {
        Operation known = Operation.of(operation);
        return known == null
                ? ProblemPages.none(visit, response, page)
                : form(id, known, DeedForm.empty(visit), saga(id), visit, page);
    }

    @PostMapping
    String act(
            @PathVariable String id,
            @PathVariable String operation,
            @ModelAttribute("form") DeedForm form,
            Visit visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page,
            RedirectAttributes target) {
        Operation known = Operation.of(operation);
        if (known == null) {
            return ProblemPages.none(visit, response, page);
        }
        JsonNode saga = saga(id);
        Answer preview = preview(id, known, form, visit);
        if (!(preview instanceof Answer.Told told)) {
            return refused((Problem) preview, id, known, form, saga, visit, response, page);
        }
        PreviewView shown = PreviewView.of(told.body(), saga, visit.words());
        if (form.isConfirmed() && shown.seal().equals(form.seen())) {
            Answer done = api.post(Map.of(), form.request(known), "/api/sagas/{id}/{operation}", id, known.path());
            if (done instanceof Problem problem) {
                return refused(problem, id, known, form, saga, visit, response, page);
            }
            deeds.remember(form, request, response);
            target.addAttribute("id", id);
            target.addAttribute("done", known.path());
            return "redirect:/console/sagas/{id}";
        }
        page.addAttribute("changed", form.isConfirmed());
        page.addAttribute("preview", shown);
        return form(id, known, form, saga, visit, page);
    }

    private Answer preview(String id, Operation operation, DeedForm form, Visit visit) {
        try {
            return api.post(PREVIEW, form.request(operation), "/api/sagas/{id}/{operation}", id, operation.path());
        } catch (JacksonException notJson) {
            return new Problem(400, "", visit.words().text("action.body-not-json"), List.of());
        }
    }

    private String refused(
            Problem problem,
            String id,
            Operation operation,
            DeedForm form,
            JsonNode saga,
            Visit visit,
            HttpServletResponse response,
            Model page) {
        response.setStatus(Deeds.status(problem));
        page.addAttribute("problem", problem);
        return form(id, operation, form, saga, visit, page);
    }

    private String form(String id, Operation operation, DeedForm form, JsonNode saga, Visit visit, Model page) {
        page.addAttribute("id", id);
        page.addAttribute("operation", operation);
        page.addAttribute("form", form);
        page.addAttribute(
                "steps",
                ApiJson.list(saga, "waits").stream()
                        .map(it -> ApiJson.text(it, "step"))
                        .toList());
        page.addAttribute("types", operation.needsReply() ? types(saga) : List.of());
        page.addAttribute("title", visit.words().text("operation." + operation.path()));
        return "console/action";
    }

    /** Only offered: the API knows what is right. */
    private List<String> types(JsonNode saga) {
        JsonNode definition = api.get("/api/definitions/{name}", ApiJson.text(saga, "definition"))
                .orEmpty();
        return ApiJson.list(definition, "steps").stream()
                .flatMap(it -> ApiJson.texts(it, "waitsFor").stream())
                .distinct()
                .toList();
    }

    private JsonNode saga(String id) {
        return api.get("/api/sagas/{id}", id).orEmpty();
    }
}
