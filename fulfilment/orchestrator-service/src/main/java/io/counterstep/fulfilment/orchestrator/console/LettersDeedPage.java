package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** Replaying, holding or discarding many dead letters: all of a topic, a key or a saga. */
@Controller
@RequestMapping("/console/dead-letters/all/{deed:replay|hold|discard}")
class LettersDeedPage {

    /** The most that are counted before it is done. */
    private static final int COUNTED = 500;

    private static final int SAMPLE = 5;

    private final ConsoleApi api;
    private final Deeds deeds;

    LettersDeedPage(ConsoleApi api, Deeds deeds) {
        this.api = api;
        this.deeds = deeds;
    }

    @GetMapping
    String ask(
            @PathVariable String deed,
            @RequestParam Map<String, String> parameters,
            Visit visit,
            HttpServletResponse response,
            Model page) {
        return deeds.show(view(deed, LettersPage.which(parameters), visit), DeedForm.empty(visit), response, page);
    }

    @PostMapping
    String act(
            @PathVariable String deed,
            @RequestParam Map<String, String> parameters,
            @ModelAttribute("form") DeedForm form,
            Visit visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page) {
        Map<String, String> which = LettersPage.which(parameters);
        Answer done = api.post(which, form.because(), "/api/dead-letters/{deed}", deed);
        if (done instanceof Answer.Problem problem) {
            return deeds.show(view(deed, which, visit).failed(problem), form, response, page);
        }
        deeds.remember(form, request, response);
        // there they are seen going, and can be held
        Map<String, String> next = new HashMap<>(which);
        next.put("state", after(deed));
        return "redirect:" + Href.of(LettersPage.PATH, next);
    }

    private DeedView view(String deed, Map<String, String> which, Visit visit) {
        Words words = visit.words();
        Map<String, String> asked = new HashMap<>(which);
        asked.put("state", before(deed));
        asked.put("limit", Integer.toString(COUNTED));
        String title = words.text("letters." + deed + ".title");
        String back = Href.of(LettersPage.PATH, which);
        return switch (api.get(asked, "/api/dead-letters")) {
            case Answer.Problem problem -> DeedView.impossible(title, back, problem);
            case Answer.Told told -> {
                List<JsonNode> letters = ApiJson.list(told.body(), "deadLetters");
                boolean more = ApiJson.textOrNull(told.body(), "nextCursor") != null;
                DeedView.Facts facts = new DeedView.Facts(words);
                which.forEach((name, value) -> facts.add("letter." + name, value));
                facts.add("letters.count", words.number(letters.size()) + (more ? "+" : ""));
                letters.stream()
                        .limit(SAMPLE)
                        .forEach(it -> facts.add(
                                "letters.sample",
                                "#" + ApiJson.text(it, "id") + " " + ApiJson.text(it, "type") + " "
                                        + ApiJson.text(it, "reason")));
                yield DeedView.of(
                        title,
                        words.text("letter." + deed),
                        back,
                        facts.list(),
                        List.of(words.text("letter." + deed + ".effect")));
            }
        };
    }

    private static String before(String deed) {
        return deed.equals("hold") ? "REPLAYING" : "PARKED";
    }

    private static String after(String deed) {
        return switch (deed) {
            case "replay" -> "REPLAYING";
            case "hold" -> "PARKED";
            default -> "DISCARDED";
        };
    }
}
