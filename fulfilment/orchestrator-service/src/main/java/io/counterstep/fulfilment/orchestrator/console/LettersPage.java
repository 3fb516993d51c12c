package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** Dead letters: a search, and each with its reason, its exception and its history. */
@Controller
class LettersPage {

    static final String PATH = "/console/dead-letters";

    /** Of a request for many, one of these is needed. */
    static final List<String> WHICH = List.of("topic", "key", "saga");

    private static final List<String> STATES = List.of("PARKED", "REPLAYING", "REPLAYED", "DISCARDED");
    private static final String LIMIT = "50";

    private final ConsoleApi api;

    LettersPage(ConsoleApi api) {
        this.api = api;
    }

    /** @param next null after the last page */
    record Found(List<LetterView> letters, @Nullable String next) {}

    @GetMapping(PATH)
    String letters(
            @RequestParam Map<String, String> parameters,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String cursor,
            Visit visit,
            Model page) {
        Map<String, String> which = which(parameters);
        Map<String, String> query = new LinkedHashMap<>(which);
        query.put("state", state);
        Map<String, String> asked = new HashMap<>(query);
        asked.put("limit", LIMIT);
        asked.put("cursor", cursor);
        page.addAttribute("state", state);
        page.addAttribute(
                "states",
                STATES.stream()
                        .map(it -> new SearchFilter.Choice(it, visit.words().label("state", it), it.equals(state)))
                        .toList());
        page.addAttribute(
                "fields",
                WHICH.stream()
                        .map(it -> new SearchFilter.Field(it, which.getOrDefault(it, "")))
                        .toList());
        page.addAttribute("found", api.get(asked, "/api/dead-letters").shown(it -> found(it, query, visit)));
        page.addAttribute("replayAll", which.isEmpty() ? null : Href.of(PATH + "/all/replay", which));
        page.addAttribute("holdAll", which.isEmpty() ? null : Href.of(PATH + "/all/hold", which));
        page.addAttribute("discardAll", which.isEmpty() ? null : Href.of(PATH + "/all/discard", which));
        return "console/letters";
    }

    @GetMapping(PATH + "/{id}")
    String letter(@PathVariable String id, Visit visit, HttpServletResponse response, Model page) {
        return switch (api.get("/api/dead-letters/{id}", id)) {
            case Answer.Problem problem -> ProblemPages.show(problem, response, page);
            case Answer.Told told -> {
                page.addAttribute("letter", LetterView.of(told.body(), visit));
                yield "console/letter";
            }
        };
    }

    /** Those of the parameters that choose letters. */
    static Map<String, String> which(Map<String, String> parameters) {
        Map<String, String> which = new LinkedHashMap<>();
        for (String it : WHICH) {
            String value = parameters.getOrDefault(it, "").strip();
            if (!value.isEmpty()) {
                which.put(it, value);
            }
        }
        return which;
    }

    private static Found found(JsonNode answer, Map<String, String> query, Visit visit) {
        return new Found(
                ApiJson.list(answer, "deadLetters").stream()
                        .map(it -> LetterView.of(it, visit))
                        .toList(),
                Href.next(PATH, query, ApiJson.textOrNull(answer, "nextCursor")));
    }
}
