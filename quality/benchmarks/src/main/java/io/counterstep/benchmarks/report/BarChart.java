package io.counterstep.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Groups of bars with their spread as a whisker, and the medians written above them, as SVG: readable on a light and on a
 * dark page, and the same figures give the same file.
 */
final class BarChart {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final int LEFT = 16;
    private static final int TOP = 64;
    private static final int BOTTOM = 36;
    private static final int GROUP_GAP = 24;
    private static final int LEGEND_STEP = 150;
    private static final double BAR_SHARE = 0.8;
    private static final double WIDEST_BAR = 72;

    /** Told apart by those who see colours differently as well (Okabe and Ito). */
    private static final List<String> COLOURS = List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9");

    private final String title;
    private final List<String> series;
    private final List<Group> groups = new ArrayList<>();
    private @Nullable Limit limit;

    /** @param bars one for each series; null where there is none */
    private record Group(String label, List<@Nullable Spread> bars) {}

    private record Limit(String label, double value) {}

    /** @param series at most {@code 5} */
    BarChart(String title, List<String> series) {
        if (series.size() > COLOURS.size()) {
            throw new IllegalArgumentException(series.size() + " series, but only " + COLOURS.size() + " colours");
        }
        this.title = title;
        this.series = List.copyOf(series);
    }

    void group(String label, List<@Nullable Spread> bars) {
        if (bars.size() != series.size()) {
            throw new IllegalArgumentException(bars.size() + " bars for " + series.size() + " series");
        }
        groups.add(new Group(label, bars));
    }

    /** A dashed line across. */
    void limit(String label, double value) {
        limit = new Limit(label, value);
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="12">
                <title>%s</title>
                <style>text{fill:#24292f}.line{stroke:#57606a}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.line{stroke:#8b949e}}</style>
                <text x="%d" y="20" font-size="15" font-weight="bold">%s</text>
                """.formatted(WIDTH, HEIGHT, escape(title), LEFT, escape(title)));
        for (int i = 0; i < series.size(); i++) {
            int x = LEFT + i * LEGEND_STEP;
            svg.append("<rect x=\"%d\" y=\"32\" width=\"11\" height=\"11\" fill=\"%s\"/>".formatted(x, COLOURS.get(i)));
            svg.append("<text x=\"%d\" y=\"42\">%s</text>%n".formatted(x + 16, escape(series.get(i))));
        }
        double highest = highest();
        int groupWidth = (WIDTH - 2 * LEFT) / Math.max(1, groups.size());
        for (int i = 0; i < groups.size(); i++) {
            draw(svg, groups.get(i), LEFT + i * groupWidth, groupWidth, highest);
        }
        line(svg, LEFT, y(0, highest), WIDTH - LEFT, y(0, highest), "");
        Limit drawn = limit;
        if (drawn != null) {
            double y = y(drawn.value, highest);
            line(svg, LEFT, y, WIDTH - LEFT, y, " stroke-dasharray=\"6 4\"");
            svg.append(text(WIDTH - LEFT, y - 5, "end", drawn.label + " " + Figures.number(drawn.value)));
        }
        return svg.append("</svg>\n").toString();
    }

    private double highest() {
        double highest = limit == null ? 0 : limit.value;
        for (Group group : groups) {
            for (Spread bar : group.bars) {
                highest = Math.max(highest, bar == null ? 0 : bar.max());
            }
        }
        return highest == 0 ? 1 : highest;
    }

    private void draw(StringBuilder svg, Group group, int left, int width, double highest) {
        double step = (width - GROUP_GAP) / (double) series.size();
        double bar = Math.min(WIDEST_BAR, step * BAR_SHARE);
        for (int i = 0; i < series.size(); i++) {
            Spread value = group.bars.get(i);
            if (value == null) {
                continue;
            }
            double x = left + GROUP_GAP / 2.0 + i * step + (step - bar) / 2;
            double top = y(value.median(), highest);
            svg.append(format(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                    x, top, bar, y(0, highest) - top, COLOURS.get(i)));
            double middle = x + bar / 2;
            line(svg, middle, y(value.min(), highest), middle, y(value.max(), highest), " stroke-width=\"2\"");
            svg.append(text(middle, y(value.max(), highest) - 5, "middle", Figures.number(value.median())));
        }
        svg.append(text(left + width / 2.0, HEIGHT - BOTTOM + 20.0, "middle", group.label));
    }

    private static double y(double value, double highest) {
        return HEIGHT - BOTTOM - value / highest * (HEIGHT - BOTTOM - TOP - 16);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2, String more) {
        svg.append(format(
                "<line class=\"line\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"%s/>%n", x1, y1, x2, y2, more));
    }

    private static String text(double x, double y, String anchor, String text) {
        return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escape(text));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
