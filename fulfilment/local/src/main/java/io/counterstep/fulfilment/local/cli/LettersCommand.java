package io.counterstep.fulfilment.local.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What can be done to one dead letter, or to many at once. */
abstract class LettersCommand extends LetterCommand {

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Its number, as dead-letters lists it.")
    private @Nullable String id;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Instead of one: all that stood there.")
    private @Nullable String topic;

    @Option(names = "--key", paramLabel = "KEY", description = "Instead of one: all of this business key.")
    private @Nullable String key;

    @Option(names = "--saga", paramLabel = "ID", description = "Instead of one: all of this saga, or order.")
    private @Nullable String saga;

    /** The last segment of the path. */
    abstract String operation();

    /** What is said of one once it is done, such as {@code is discarded}. */
    abstract String done();

    /** What is said of many, such as {@code are discarded}. */
    abstract String doneToMany();

    @Override
    public final Integer call() {
        boolean many = topic != null || key != null || saga != null;
        if ((id == null) != many) {
            throw usage("name one dead letter by its ID, or several by --topic, --key or --saga");
        }
        String path = id == null ? operation() + query() : Api.encode(id) + "/" + operation();
        JsonNode answer = post(path, because());
        return done(
                answer,
                id == null
                        ? Texts.number(answer.path("letters").asLong(0)) + " dead letters " + doneToMany()
                        : "dead letter " + id + " " + done());
    }

    private String query() {
        List<String> parts = new ArrayList<>();
        add(parts, "topic", topic);
        add(parts, "key", key);
        add(parts, "saga", saga == null ? null : SagaIds.of(saga));
        return "?" + String.join("&", parts);
    }

    private static void add(List<String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.add(name + "=" + Api.encode(value));
        }
    }
}
