package io.counterstep.fulfilment.local.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be done to one dead letter, or to many at once; many are shown and asked for before. */
abstract class LettersCommand extends LetterCommand {

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Its number, as dead-letters lists it.")
    private @Nullable String id;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Instead of one: all that stood there.")
    private @Nullable String topic;

    @Option(names = "--key", paramLabel = "KEY", description = "Instead of one: all of this business key.")
    private @Nullable String key;

    @Option(names = "--saga", paramLabel = "ID", description = "Instead of one: all of this saga, or order.")
    private @Nullable String saga;

    @Option(names = "--preview", description = "Of many: show how many and which, and do nothing.")
    private boolean preview;

    @Option(
            names = {"-y", "--yes"},
            description = "Of many: do not show and ask first.")
    private boolean yes;

    /** The last segment of the path. */
    abstract String operation();

    /** What is said of one once it is done, such as {@code is discarded}. */
    abstract String done();

    /** What is said of many, such as {@code are discarded}. */
    abstract String doneToMany();

    /** The state of those of many to which it is done. */
    String before() {
        return "PARKED";
    }

    @Override
    public final Integer call() {
        Map<String, @Nullable String> which = which();
        if ((id == null) == which.isEmpty() || which.containsValue("")) {
            throw usage("name one dead letter by its ID, or several by --topic, --key or --saga");
        }
        if (id == null) {
            return many(which);
        }
        if (preview) {
            throw usage("--preview is for many; look at one with: counterstep dead-letter " + id);
        }
        return done(post(Api.encode(id) + "/" + operation(), because()), "dead letter " + id + " " + done());
    }

    private int many(Map<String, @Nullable String> which) {
        if (json() && !yes && !preview) {
            throw usage("--json asks nothing: add --yes to do it, or --preview to see it");
        }
        if (preview || !yes) {
            ObjectNode shown = LettersPreview.of(api(), connection().endpoints(), before(), which);
            if (json()) {
                print(shown);
                return ExitCode.OK;
            }
            LettersPreview.lines(shown).forEach(out()::println);
            out().flush();
            if (preview || shown.path("count").asLong(0) == 0) {
                out().println(palette().faint("nothing was done"));
                out().flush();
                return ExitCode.OK;
            }
            if (!new Confirmation(terminal()).given(operation() + " them? [y/N] ")) {
                throw new CliFailure(ExitCode.REFUSED, "nothing was done; --yes does it without asking", null);
            }
        }
        JsonNode answer = post(operation() + Query.of(which), because());
        return done(answer, Texts.number(answer.path("letters").asLong(0)) + " dead letters " + doneToMany());
    }

    private Map<String, @Nullable String> which() {
        Map<String, @Nullable String> which = new LinkedHashMap<>();
        put(which, "topic", topic);
        put(which, "key", key);
        put(which, "saga", saga == null || saga.isEmpty() ? saga : SagaIds.of(saga));
        return which;
    }

    private static void put(Map<String, @Nullable String> which, String name, @Nullable String value) {
        if (value != null) {
            which.put(name, value);
        }
    }
}
