package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Columns of text that fit a terminal of {@link #WIDTH} columns: columns that may shrink give way first. */
final class Table {

    static final int WIDTH = 80;

    private static final String GAP = "  ";
    private static final int NARROWEST = 4;
    private static final String NOTE_INDENT = "    ";

    /** @param paint colours a padded cell; colours take no room */
    record Column(String title, boolean shrinks, UnaryOperator<String> paint) {

        static Column fixed(String title) {
            return new Column(title, false, UnaryOperator.identity());
        }

        static Column shrinking(String title) {
            return new Column(title, true, UnaryOperator.identity());
        }

        Column painted(UnaryOperator<String> paint) {
            return new Column(title, shrinks, paint);
        }
    }

    private record Row(List<String> cells, @Nullable String note) {}

    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** @param note what does not fit a column, shown in lines below the row; null or blank for none */
    void row(@Nullable String note, String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(new Row(List.of(cells), note == null || note.isBlank() ? null : note));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The lines of the table, or those of an empty one.
     *
     * @param nothing said in place of an empty table
     * @param more whether it was cut
     */
    List<String> lines(Palette palette, String nothing, boolean more) {
        if (rows.isEmpty()) {
            return List.of(nothing);
        }
        List<String> lines = lines(palette);
        if (more) {
            lines.add(palette.faint("there are more: raise --limit, or narrow the search"));
        }
        return lines;
    }

    /** The lines of the table, title first. */
    List<String> lines(Palette palette) {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        lines.add(palette.bold(line(columns.stream().map(Column::title).toList(), widths, false)));
        for (Row row : rows) {
            lines.add(line(row.cells, widths, true));
            if (row.note != null) {
                Texts.wrap(NOTE_INDENT, row.note).lines().map(palette::faint).forEach(lines::add);
            }
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = rows.stream()
                    .mapToInt(row -> row.cells.get(at).length())
                    .reduce(columns.get(column).title.length(), Math::max);
        }
        int excess = -WIDTH - GAP.length();
        for (int width : widths) {
            excess += width + GAP.length();
        }
        while (excess > 0) {
            int widest = widestThatShrinks(widths);
            if (widest < 0) {
                return widths;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private int widestThatShrinks(int[] widths) {
        int widest = -1;
        for (int column = 0; column < widths.length; column++) {
            boolean candidate = columns.get(column).shrinks && widths[column] > NARROWEST;
            if (candidate && (widest < 0 || widths[column] > widths[widest])) {
                widest = column;
            }
        }
        return widest;
    }

    private String line(List<String> cells, int[] widths, boolean painted) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            boolean last = column == widths.length - 1;
            String cell = fit(cells.get(column), widths[column]);
            String padded = last ? cell : cell + " ".repeat(widths[column] - cell.length());
            line.append(painted ? columns.get(column).paint.apply(padded) : padded)
                    .append(last ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String fit(String cell, int width) {
        return cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
    }
}
