package io.counterstep.fulfilment.orchestrator.console;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a definition says about its steps, in words. */
final class StepLines {

    private StepLines() {}

    /** @param code whether it names something, rather than saying it */
    record Line(String label, String text, boolean code) {}

    static List<Line> start(JsonNode definition, Words words) {
        List<Line> lines = new ArrayList<>();
        code(lines, "diagram.started-by", ApiJson.text(definition, "startedBy"), words);
        code(lines, "diagram.canceled-by", ApiJson.text(definition, "canceledBy"), words);
        return lines;
    }

    static List<Line> ending(String command, Words words) {
        List<Line> lines = new ArrayList<>();
        code(lines, "diagram.says", command, words);
        return lines;
    }

    static List<Line> of(JsonNode step, Words words) {
        List<Line> lines = new ArrayList<>();
        String kind = ApiJson.text(step, "kind");
        lines.add(new Line(words.text("diagram.kind"), words.label("kind", kind), false));
        if (step.path("optional").asBoolean(false)) {
            lines.add(new Line(words.text("diagram.kind"), words.text("diagram.optional"), false));
        }
        code(lines, "diagram.participant", ApiJson.text(step, "participant"), words);
        code(lines, "diagram.says", ApiJson.text(step, "command"), words);
        code(lines, "diagram.child", ApiJson.text(step, "child"), words);
        code(lines, "diagram.waits-for", String.join(", ", ApiJson.texts(step, "waitsFor")), words);
        code(lines, "diagram.undone-by", ApiJson.text(step, "compensation"), words);
        code(lines, "diagram.deadline", ApiJson.text(step, "deadline"), words);
        return lines;
    }

    private static void code(List<Line> lines, String label, String text, Words words) {
        if (!text.isEmpty()) {
            lines.add(new Line(words.text(label), text, true));
        }
    }
}
