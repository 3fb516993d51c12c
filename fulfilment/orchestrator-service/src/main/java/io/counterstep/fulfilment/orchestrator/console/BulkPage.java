package io.counterstep.fulfilment.orchestrator.console;

import io.counterstep.fulfilment.orchestrator.console.Answer.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.core.JacksonException;

/** Operations on many sagas: over a search, with a count and a sample first, at a pace, with progress and a way to stop. */
@Controller
class BulkPage {

    static final String PATH = "/console/bulk";

    private static final String API = "/api/bulk-operations";

    private final ConsoleApi api;
    private final Deeds deeds;

    BulkPage(ConsoleApi api, Deeds deeds) {
        this.api = api;
        this.deeds = deeds;
    }

    @GetMapping(PATH)
    String list(Visit visit, Model page) {
        page.addAttribute(
                "operations",
                api.get(API)
                        .shown(all -> all.valueStream()
                                .map(it -> BulkView.of(it, visit))
                                .toList()));
        return "console/bulk";
    }

    @GetMapping(PATH + "/new")
    String ask(@RequestParam MultiValueMap<String, String> parameters, Visit visit, Model page) {
        return form(SearchFilter.of(parameters), BulkForm.empty(), DeedForm.empty(visit), visit, page);
    }

    @PostMapping(PATH + "/new")
    String act(
            @RequestParam MultiValueMap<String, String> parameters,
            @ModelAttribute("bulk") BulkForm bulk,
            @ModelAttribute("form") DeedForm form,
            Visit visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page,
            RedirectAttributes target) {
        SearchFilter filter = SearchFilter.of(parameters);
        Answer answer = send(bulk, form, filter, visit);
        switch (answer) {
            case Problem problem -> {
                response.setStatus(Deeds.status(problem));
                page.addAttribute("problem", problem);
            }
            case Answer.Told told -> {
                if (form.isConfirmed()) {
                    deeds.remember(form, request, response);
                    target.addAttribute("id", ApiJson.text(told.body(), "id"));
                    return "redirect:" + PATH + "/{id}";
                }
                page.addAttribute("preview", BulkPreview.of(told.body(), visit.words()));
            }
        }
        return form(filter, bulk, form, visit, page);
    }

    private Answer send(BulkForm bulk, DeedForm form, SearchFilter filter, Visit visit) {
        try {
            Map<String, String> query = form.isConfirmed() ? Map.of() : Map.of("preview", "true");
            return api.post(query, bulk.request(form, filter.given()), API);
        } catch (JacksonException notJson) {
            return new Problem(400, "", visit.words().text("action.body-not-json"), List.of());
        }
    }

    private static String form(SearchFilter filter, BulkForm bulk, DeedForm form, Visit visit, Model page) {
        page.addAttribute("filter", filter);
        page.addAttribute("which", words(filter, visit.words()));
        page.addAttribute("back", filter.href("/console/sagas"));
        page.addAttribute("operations", Operation.values());
        page.addAttribute("bulk", bulk);
        page.addAttribute("form", form);
        page.addAttribute("none", List.of());
        return "console/bulk-new";
    }

    private static String words(SearchFilter filter, Words words) {
        var which = ApiJson.object();
        filter.given().forEach(which::put);
        return BulkView.filter(which, words);
    }

    /** @param live the part that changes alone */
    @GetMapping(PATH + "/{id:\\d+}")
    String one(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean live,
            Visit visit,
            HttpServletResponse response,
            Model page) {
        return switch (api.get(API + "/{id}", id)) {
            case Problem problem -> ProblemPages.show(problem, response, page);
            case Answer.Told told -> {
                page.addAttribute("bulk", BulkView.of(told.body(), visit));
                yield live ? "console/bulk-one :: live" : "console/bulk-one";
            }
        };
    }

    @GetMapping(PATH + "/{id:\\d+}/cancel")
    String askToCancel(@PathVariable String id, Visit visit, HttpServletResponse response, Model page) {
        return deeds.show(canceling(id, visit), DeedForm.empty(visit), response, page);
    }

    @PostMapping(PATH + "/{id:\\d+}/cancel")
    String cancel(
            @PathVariable String id,
            @ModelAttribute("form") DeedForm form,
            Visit visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page,
            RedirectAttributes target) {
        if (api.post(Map.of(), form.because(), API + "/{id}/cancel", id) instanceof Problem problem) {
            return deeds.show(canceling(id, visit).failed(problem), form, response, page);
        }
        deeds.remember(form, request, response);
        target.addAttribute("id", id);
        return "redirect:" + PATH + "/{id}";
    }

    private static DeedView canceling(String id, Visit visit) {
        Words words = visit.words();
        return DeedView.of(
                words.text("bulk.cancel.title", id),
                words.text("bulk.cancel"),
                PATH + "/" + id,
                List.of(),
                List.of(words.text("bulk.cancel.effect")));
    }
}
