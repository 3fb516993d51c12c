package io.counterstep.fulfilment.orchestrator.console;

import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The search: all of it stands in the address, so that it can be kept, sent on and gone back to. */
@Controller
class SearchPage {

    private static final String LIMIT = "50";

    private final ConsoleApi api;

    SearchPage(ConsoleApi api) {
        this.api = api;
    }

    /** @param q a saga's id, which leads to its page, or a business key */
    @GetMapping("/console/sagas")
    String search(
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String cursor,
            Visit visit,
            Model page,
            RedirectAttributes target) {
        String sought = q.strip();
        if (sought.contains(":")) {
            target.addAttribute("id", sought);
            return "redirect:/console/sagas/{id}";
        }
        if (!sought.isEmpty()) {
            parameters.set("key", sought);
        }
        SearchFilter filter = SearchFilter.of(parameters);
        Map<String, String> query = new HashMap<>(filter.given());
        query.put("limit", LIMIT);
        query.put("cursor", cursor);
        page.addAttribute("filter", filter);
        page.addAttribute("states", filter.states(visit.words()));
        page.addAttribute("found", api.get(query, "/api/sagas").shown(it -> SearchView.of(it, filter, visit)));
        page.addAttribute("first", cursor.isEmpty() ? null : filter.href("/console/sagas"));
        page.addAttribute("csv", filter.href("/api/sagas/export", "format", "csv"));
        page.addAttribute("json", filter.href("/api/sagas/export", "format", "json"));
        SearchFilter unfinished = filter.unfinished();
        page.addAttribute("bulk", unfinished == null ? null : unfinished.href("/console/bulk/new"));
        return "console/search";
    }
}
