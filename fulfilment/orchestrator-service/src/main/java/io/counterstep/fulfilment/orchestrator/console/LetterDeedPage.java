package io.counterstep.fulfilment.orchestrator.console;

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

/** Replaying, holding, discarding or editing one dead letter. */
@Controller
@RequestMapping("/console/dead-letters/{id:\\d+}/{deed:replay|hold|discard|edit}")
class LetterDeedPage {

    private final ConsoleApi api;
    private final Deeds deeds;

    LetterDeedPage(ConsoleApi api, Deeds deeds) {
        this.api = api;
        this.deeds = deeds;
    }

    @GetMapping
    String ask(
            @PathVariable String id, @PathVariable String deed, Visit visit, HttpServletResponse response, Model page) {
        return deeds.show(view(id, deed, visit), DeedForm.empty(visit), response, page);
    }

    @PostMapping
    String act(
            @PathVariable String id,
            @PathVariable String deed,
            @ModelAttribute("form") DeedForm form,
            Visit visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page,
            RedirectAttributes target) {
        var body = form.because();
        if (deed.equals("edit")) {
            // as it was typed: a value may begin and end as it likes
            body.put("body", form.body() == null ? "" : form.body());
        }
        Answer done = api.post(Map.of(), body, "/api/dead-letters/{id}/{deed}", id, deed);
        if (done instanceof Answer.Problem problem) {
            DeedView view = view(id, deed, visit);
            String typed = form.body();
            return deeds.show((typed == null ? view : view.editing(typed)).failed(problem), form, response, page);
        }
        deeds.remember(form, request, response);
        target.addAttribute("id", id);
        return "redirect:" + LettersPage.PATH + "/{id}";
    }

    private DeedView view(String id, String deed, Visit visit) {
        Words words = visit.words();
        String back = LettersPage.PATH + "/" + id;
        String title = words.text("letter." + deed + ".title", id);
        return switch (api.get("/api/dead-letters/{id}", id)) {
            case Answer.Problem problem -> DeedView.impossible(title, back, problem);
            case Answer.Told told -> {
                LetterView letter = LetterView.of(told.body(), visit);
                DeedView view = DeedView.of(
                        title,
                        words.text("letter." + deed),
                        back,
                        facts(letter, words),
                        List.of(words.text("letter." + deed + ".effect")));
                yield switch (deed) {
                    case "edit" -> view.editing(letter.raw());
                    case "replay" -> view.withBody(letter.body().isEmpty() ? null : letter.body());
                    default -> view;
                };
            }
        };
    }

    private static List<DeedView.Fact> facts(LetterView letter, Words words) {
        return new DeedView.Facts(words)
                .add("letter.type", letter.type())
                .add("letter.source", letter.source())
                .add("letter.key", letter.key())
                .add("letter.saga", letter.saga())
                .add("letter.reason", letter.reason())
                .list();
    }
}
