package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is printed of one look after another: over the last one on a terminal, one block below the other elsewhere, one
 * line each as JSON. Decides only; others wait and print.
 *
 * @param redraws whether what was printed can be printed over
 */
record Frames(boolean json, boolean redraws, Palette palette) {

    private static final String CLEAR = "\u001b[2J";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    /** The line below the last one, where the cursor stands. */
    private static final int CURSOR_LINES = 1;

    /** Of a look that nothing follows. */
    List<String> once(View view) {
        return json ? List.of(view.document().toString()) : view.lines();
    }

    /**
     * Of one among many.
     *
     * @param first whether nothing of it was printed before
     * @param trouble why this is still the view of before; null if it is new
     * @param height how many lines the terminal has
     */
    String next(View view, boolean first, Instant at, Duration every, @Nullable String trouble, int height) {
        if (json) {
            return trouble == null ? view.document() + "\n" : "";
        }
        String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
        return redraws ? screen(view, first, time, every, trouble, height) : block(view, time, trouble);
    }

    private String block(View view, String time, @Nullable String trouble) {
        if (trouble != null) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        lines.add("--- " + time);
        lines.addAll(view.lines());
        return String.join("\n", lines) + "\n";
    }

    // Each line is cleared behind its end, and the rest once: clearing all before would flicker.
    private String screen(View view, boolean first, String time, Duration every, @Nullable String trouble, int height) {
        StringBuilder screen = new StringBuilder(first ? CLEAR + HOME : HOME);
        for (String line : cut(titled(view, time, every, trouble), height - CURSOR_LINES)) {
            screen.append(line).append(CLEAR_LINE).append('\n');
        }
        return screen.append(CLEAR_BELOW).toString();
    }

    private List<String> titled(View view, String time, Duration every, @Nullable String trouble) {
        List<String> lines = new ArrayList<>();
        lines.add(palette.faint(time + ", each " + every.toSeconds() + " s until Ctrl-C"));
        if (trouble != null) {
            Texts.wrap("", trouble).lines().map(palette::red).forEach(lines::add);
        }
        lines.addAll(view.lines());
        return lines;
    }

    private List<String> cut(List<String> lines, int room) {
        if (lines.size() <= room) {
            return lines;
        }
        int shown = Math.max(1, room - 1);
        List<String> cut = new ArrayList<>(lines.subList(0, shown));
        cut.add(palette.faint("and " + Texts.number(lines.size() - shown) + " more lines than fit"));
        return cut;
    }
}
