package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** The audit: its runs, and what it found. */
@Controller
class AuditPage {

    static final String PATH = "/console/audit";

    private static final List<String> KINDS = List.of(
            "EFFECT_OF_CANCELED_SAGA",
            "EFFECT_OF_DEAD_SAGA",
            "EFFECT_MISSING",
            "EFFECT_WITHOUT_SAGA",
            "LEDGER_DISPUTED");
    private static final List<String> STATES = List.of("OPEN", "CLOSED");
    private static final List<String> FILTERS = List.of("state", "kind", "participant", "saga");
    private static final String LIMIT = "50";

    private final ConsoleApi api;
    private final Deeds deeds;

    AuditPage(ConsoleApi api, Deeds deeds) {
        this.api = api;
        this.deeds = deeds;
    }

    /**
     * One comparison.
     *
     * @param problem why it failed; empty if it did not
     * @param progress how far it is with each participant, and why with one it failed
     * @param unsaid what it found and could not keep, or could not judge, in words
     */
    record Run(
            String id,
            String state,
            String label,
            String problem,
            String by,
            String why,
            String started,
            String ended,
            String opened,
            String closed,
            List<String> progress,
            List<String> unsaid) {}

    /** How many findings of a kind are open. */
    record Open(String kind, String label, String count) {}

    record Runs(List<Run> runs, List<Open> open) {}

    /** @param next null after the last page */
    record Found(List<FindingView> findings, @Nullable String next) {}

    @GetMapping(PATH)
    String audit(
            @RequestParam Map<String, String> parameters,
            @RequestParam(defaultValue = "") String cursor,
            Visit visit,
            Model page) {
        Map<String, String> filter = new LinkedHashMap<>();
        FILTERS.forEach(it -> filter.put(it, parameters.getOrDefault(it, "").strip()));
        Map<String, String> asked = new HashMap<>(filter);
        asked.put("limit", LIMIT);
        asked.put("cursor", cursor);
        Words words = visit.words();
        page.addAttribute("filter", filter);
        page.addAttribute("states", choices(STATES, "state", filter.get("state"), words));
        page.addAttribute("kinds", choices(KINDS, "finding", filter.get("kind"), words));
        page.addAttribute("audit", api.get("/api/audit").shown(it -> runs(it, words)));
        page.addAttribute("found", api.get(asked, "/api/audit/findings").shown(it -> found(it, filter, visit)));
        return "console/audit";
    }

    private static List<SearchFilter.Choice> choices(
            List<String> values, String label, @Nullable String chosen, Words words) {
        return values.stream()
                .map(it -> new SearchFilter.Choice(it, words.label(label, it), it.equals(chosen)))
                .toList();
    }

    private static Runs runs(JsonNode audit, Words words) {
        return new Runs(
                ApiJson.list(audit, "runs").stream().map(it -> run(it, words)).toList(),
                audit.path("open").properties().stream()
                        .map(it -> new Open(
                                it.getKey(),
                                words.label("finding", it.getKey()),
                                words.number(it.getValue().asLong(0))))
                        .toList());
    }

    private static Run run(JsonNode it, Words words) {
        String state = ApiJson.text(it, "state");
        return new Run(
                ApiJson.text(it, "id"),
                state,
                words.label("state", state),
                ApiJson.text(it, "problem"),
                ApiJson.text(it, "by"),
                ApiJson.text(it, "why"),
                FindingView.moment(it, "startedAt", words),
                FindingView.moment(it, "endedAt", words),
                words.number(ApiJson.number(it, "opened")),
                words.number(ApiJson.number(it, "closed")),
                ApiJson.list(it, "participants").stream()
                        .map(one -> progress(one, words))
                        .toList(),
                unsaid(it, words));
    }

    private static String progress(JsonNode it, Words words) {
        String progress = words.text(
                "audit.progress",
                ApiJson.text(it, "participant"),
                words.label("pass", ApiJson.text(it, "pass")),
                words.number(ApiJson.number(it, "lookedAt")));
        String problem = ApiJson.text(it, "problem");
        return problem.isEmpty() ? progress : progress + ": " + problem;
    }

    private static List<String> unsaid(JsonNode run, Words words) {
        List<String> unsaid = new ArrayList<>();
        long untold = ApiJson.number(run, "untold");
        if (untold > 0) {
            unsaid.add(words.text("audit.untold", words.number(untold)));
        }
        long unjudged = ApiJson.number(run, "unjudged");
        if (unjudged > 0) {
            unsaid.add(words.text("audit.unjudged", words.number(unjudged)));
        }
        return unsaid;
    }

    private static Found found(JsonNode answer, Map<String, String> filter, Visit visit) {
        return new Found(
                ApiJson.list(answer, "findings").stream()
                        .map(it -> FindingView.of(it, visit))
                        .toList(),
                Href.next(PATH, filter, ApiJson.textOrNull(answer, "nextCursor")));
    }

    @GetMapping(PATH + "/findings/{id}")
    String finding(@PathVariable String id, Visit visit, HttpServletResponse response, Model page) {
        return switch (api.get("/api/audit/findings/{id}", id)) {
            case Answer.Problem problem -> ProblemPages.show(problem, response, page);
            case Answer.Told told -> {
                page.addAttribute("finding", FindingView.of(told.body(), visit));
                yield "console/finding";
            }
        };
    }

    @GetMapping(PATH + "/start")
    String askToStart(Visit visit, HttpServletResponse response, Model page) {
        return deeds.show(starting(visit), DeedForm.empty(visit), response, page);
    }

    @PostMapping(PATH + "/start")
    String start(
            @ModelAttribute("form") DeedForm form,
            Visit visit,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page) {
        if (api.post(Map.of(), form.because(), "/api/audit") instanceof Answer.Problem problem) {
            return deeds.show(starting(visit).failed(problem), form, response, page);
        }
        deeds.remember(form, request, response);
        return "redirect:" + PATH;
    }

    private static DeedView starting(Visit visit) {
        Words words = visit.words();
        return DeedView.of(
                words.text("audit.start"),
                words.text("audit.start"),
                PATH,
                List.of(),
                List.of(words.text("audit.effect")));
    }
}
