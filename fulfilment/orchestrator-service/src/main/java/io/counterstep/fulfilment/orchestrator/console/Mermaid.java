package io.counterstep.fulfilment.orchestrator.console;

import io.counterstep.fulfilment.orchestrator.console.Diagram.Box;
import io.counterstep.fulfilment.orchestrator.console.Diagram.Stage;
import java.util.List;

/** A diagram as source of a Mermaid flowchart, for documents and tickets. */
final class Mermaid {

    private Mermaid() {}

    static String of(List<Stage> stages) {
        StringBuilder source = new StringBuilder("flowchart LR\n");
        for (int stage = 0; stage < stages.size(); stage++) {
            List<Box> boxes = stages.get(stage).boxes();
            for (int box = 0; box < boxes.size(); box++) {
                source.append("    ")
                        .append(id(stage, box))
                        .append("[\"")
                        .append(text(boxes.get(box)))
                        .append("\"]\n");
            }
        }
        for (int stage = 1; stage < stages.size(); stage++) {
            for (int from = 0; from < stages.get(stage - 1).boxes().size(); from++) {
                for (int to = 0; to < stages.get(stage).boxes().size(); to++) {
                    source.append("    ")
                            .append(id(stage - 1, from))
                            .append(" --> ")
                            .append(id(stage, to))
                            .append('\n');
                }
            }
        }
        return source.toString();
    }

    private static String id(int stage, int box) {
        return "s" + stage + "_" + box;
    }

    private static String text(Box box) {
        String text = box.stateLabel().isEmpty() ? box.title() : box.title() + ": " + box.stateLabel();
        // whatever else a name holds, it ends neither the text nor the line
        return text.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replaceAll("[\\r\\n]+", " ")
                .replace("<", "&lt;");
    }
}
