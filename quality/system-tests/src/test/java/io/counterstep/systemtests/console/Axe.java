package io.counterstep.systemtests.console;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules of <a href="https://github.com/dequelabs/axe-core">axe-core</a> for pages that everybody can use. */
final class Axe {

    private static final String SCRIPT = load();

    private static final String RUN = """
            axe.run().then(found => found.violations
                .map(it => it.impact + " " + it.id + ", " + it.nodes.length + " times: " + it.nodes[0].html)
                .join("\\n"))""";

    private Axe() {}

    /** What it has against the page, a line each, whatever its impact is. */
    static List<String> findings(Visitor visitor) {
        visitor.runs(SCRIPT);
        return visitor.runs(RUN).lines().toList();
    }

    private static String load() {
        try (InputStream in = requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
