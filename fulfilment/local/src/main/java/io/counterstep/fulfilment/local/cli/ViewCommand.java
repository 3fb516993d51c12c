package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What all commands share that show something and change nothing: they can be watched. */
abstract class ViewCommand extends ClientCommand {

    private static final int MIN_SECONDS = 1;
    private static final int MAX_SECONDS = 3_600;
    private static final String DEFAULT_SECONDS = "2";

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = DEFAULT_SECONDS,
            preprocessor = OnlyAttached.class,
            paramLabel = "SECONDS",
            description = "Look again and again, each " + DEFAULT_SECONDS
                    + " s if not said; --json then prints one document a line.")
    private @Nullable Integer watch;

    /** One look. */
    abstract View look(Endpoints system);

    @Override
    public Integer call() {
        return view(connection().endpoints());
    }

    /** Shows it once, or as long as it is watched. */
    final int view(Endpoints system) {
        if (watch == null) {
            View view = look(system);
            new Frames(json(), false, palette()).once(view).forEach(out()::println);
            out().flush();
            return view.exitCode();
        }
        if (watch < MIN_SECONDS || watch > MAX_SECONDS) {
            throw usage("--watch must be between " + MIN_SECONDS + " and " + MAX_SECONDS + " s, was " + watch);
        }
        Frames frames = new Frames(json(), terminal().redraws(), palette());
        return new Watching(terminal(), Duration.ofSeconds(watch), frames, out(), err()).run(() -> look(system));
    }

    final boolean watched() {
        return watch != null;
    }

    /**
     * A table's lines.
     *
     * @param nothing said in place of an empty table
     * @param page tells by its cursor whether there is more
     */
    final List<String> lines(Table table, String nothing, JsonNode page) {
        return table.lines(palette(), nothing, Json.text(page, "nextCursor") != null);
    }
}
