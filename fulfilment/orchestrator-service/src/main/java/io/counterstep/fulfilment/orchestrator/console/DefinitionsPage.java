package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** The definitions, and each in its versions, with the sagas that are active in them. */
@Controller
class DefinitionsPage {

    private final ConsoleApi api;

    DefinitionsPage(ConsoleApi api) {
        this.api = api;
    }

    /**
     * A definition in the list.
     *
     * @param gate its state; FLOWING if nobody ever closed it
     */
    record Row(
            String name, String version, String startedBy, String steps, String gate, String gateLabel, String note) {

        /** For the link to what undoes it. */
        public boolean isPaused() {
            return gate.equals("PAUSED");
        }
    }

    @GetMapping("/console/definitions")
    String definitions(Visit visit, Model page) {
        Supplier<Answer> gates = api.ask("/api/gates");
        Answer definitions = api.get("/api/definitions");
        Map<String, JsonNode> byName = gates.get()
                .orEmpty()
                .valueStream()
                .filter(it -> ApiJson.text(it, "kind").equals("DEFINITION"))
                .collect(Collectors.toMap(it -> ApiJson.text(it, "name"), it -> it, (first, second) -> first));
        page.addAttribute(
                "definitions",
                definitions.shown(all -> all.valueStream()
                        .map(it ->
                                row(it, byName.getOrDefault(ApiJson.text(it, "name"), ApiJson.object()), visit.words()))
                        .toList()));
        return "console/definitions";
    }

    private static Row row(JsonNode definition, JsonNode gate, Words words) {
        String state = ApiJson.text(gate, "state");
        String shown = state.isEmpty() ? "FLOWING" : state;
        return new Row(
                ApiJson.text(definition, "name"),
                ApiJson.text(definition, "version"),
                ApiJson.text(definition, "startedBy"),
                ApiJson.list(definition, "steps").stream()
                        .map(it -> ApiJson.text(it, "name"))
                        .collect(Collectors.joining(" → ")),
                shown,
                words.label("gate", shown),
                shown.equals("FLOWING") ? "" : ApiJson.text(gate, "by") + ": " + ApiJson.text(gate, "why"));
    }

    /** @param version whose diagram to show; the newest if empty */
    @GetMapping("/console/definitions/{name}")
    String definition(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String version,
            Visit visit,
            HttpServletResponse response,
            Model page) {
        Answer versions = api.get("/api/definitions/{name}/versions", name);
        List<VersionView> known = VersionView.of(versions.orEmpty(), visit);
        String chosen = version.isEmpty() ? newest(known) : version;
        Answer definition = chosen.isEmpty()
                ? api.get("/api/definitions/{name}", name)
                : api.get("/api/definitions/{name}/versions/{version}", name, chosen);
        if (definition instanceof Answer.Problem && version.isEmpty()) {
            definition = api.get("/api/definitions/{name}", name);
        }
        if (versions instanceof Answer.Problem && definition instanceof Answer.Problem problem) {
            return ProblemPages.show(problem, response, page);
        }
        String shown = ApiJson.text(definition.orEmpty(), "version");
        Diagram.Active active = known.stream()
                .filter(it -> it.version().equals(shown))
                .findFirst()
                .<Diagram.Active>map(it -> step -> it.waitingAt(step, visit.words()))
                .orElse(step -> "");
        page.addAttribute("name", name);
        page.addAttribute("version", shown.isEmpty() ? chosen : shown);
        page.addAttribute("versions", versions.shown(it -> known));
        page.addAttribute("diagram", definition.shown(it -> Diagram.of(it, null, active, visit.words())));
        return "console/definition";
    }

    private static String newest(List<VersionView> versions) {
        return versions.stream()
                .filter(VersionView::newest)
                .map(VersionView::version)
                .findFirst()
                .orElse("");
    }
}
