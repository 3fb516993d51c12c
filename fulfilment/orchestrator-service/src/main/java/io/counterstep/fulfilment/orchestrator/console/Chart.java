package io.counterstep.fulfilment.orchestrator.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A small chart over time: some lines in one frame, from left to right, all of one scale that begins at zero.
 *
 * @param description what it shows, with its newest values, for whoever does not see it
 * @param top what the upper edge stands for, as text
 * @param lines in the order in which they are drawn
 */
record Chart(String title, String description, String top, List<Line> lines) {

    /** Of the frame, in the drawing's own units. */
    static final int WIDTH = 240;

    static final int HEIGHT = 60;

    /** So that a line at the edge is not cut in half. */
    private static final int MARGIN = 2;

    /**
     * @param style the class of its style
     * @param path the drawing; empty if there is no value
     * @param last the newest value as text; a dash if there is none
     */
    record Line(String name, String style, String path, String last) {}

    /** The largest of all values; 1 if there is none, so that nothing is divided by zero. */
    static double top(List<List<@Nullable Double>> series) {
        double top = 0;
        for (List<@Nullable Double> values : series) {
            for (Double value : values) {
                top = value == null ? top : Math.max(top, value);
            }
        }
        return top == 0 ? 1 : top;
    }

    /** A path through the values, interrupted where there is none; a lone one is drawn as a dot. */
    static String path(List<@Nullable Double> values, double top) {
        List<String> path = new ArrayList<>();
        boolean drawing = false;
        for (int at = 0; at < values.size(); at++) {
            Double value = values.get(at);
            if (value == null) {
                drawing = false;
                continue;
            }
            double across = values.size() == 1 ? WIDTH : (double) at / (values.size() - 1) * WIDTH;
            double up = HEIGHT - MARGIN - Math.min(value / top, 1) * (HEIGHT - 2 * MARGIN);
            boolean alone = !drawing && (at + 1 == values.size() || values.get(at + 1) == null);
            path.add((drawing ? "L" : "M") + point(across) + " " + point(up) + (alone ? "h0.01" : ""));
            drawing = true;
        }
        return String.join(" ", path);
    }

    private static String point(double at) {
        return String.format(Locale.ROOT, "%.1f", at);
    }
}
