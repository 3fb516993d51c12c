package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conditions on a row of {@code saga} that all hold, with what their question marks stand for. Used by one thread. */
final class SagaConditions {

    private static final String CONTAINS =
            "(strpos(lower(reason), lower(?)) > 0 or strpos(lower(attention), lower(?)) > 0)";

    /** The JSON of those that wait for another step is not looked into. */
    private static final String WAITS_AT = """
            string_to_array(step, ' ') && ?::text[] and exists (
                select from json_to_recordset(progress::json -> 'waits') as wait (step text, action text)
                where concat_ws('/', definition, version, wait.step, wait.action) = any(?))""";

    private final List<String> texts = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    /**
     * What the indexes of starts or the primary key serve, so that all else is looked at within a bound.
     *
     * @param at ages are those of then
     */
    static SagaConditions indexed(SagaFilter filter, SagaDefinitions definitions, Instant at) {
        SagaConditions conditions = new SagaConditions();
        conditions.addIf("id = any(?)", filter.key(), it -> ids(definitions, it));
        conditions.addIf("started_at <= ?", filter.minAge(), it -> Timestamp.from(at.minus(it)));
        conditions.addIf("started_at >= ?", filter.maxAge(), it -> Timestamp.from(at.minus(it)));
        return conditions;
    }

    /** All else that the filter says. */
    static SagaConditions others(SagaFilter filter, SagaDefinitions definitions) {
        SagaConditions conditions = new SagaConditions();
        if (!filter.states().isEmpty()) {
            conditions.add("state = any(?)", (Object) texts(filter.states(), Status::name));
        }
        conditions.addIf("definition = ?", filter.definition(), it -> it);
        conditions.addIf("version = ?", filter.version(), it -> it);
        conditions.addIf("? = any(string_to_array(step, ' '))", filter.step(), it -> it);
        if (filter.text() != null) {
            conditions.add(CONTAINS, filter.text(), filter.text());
        }
        if (filter.participant() != null) {
            List<ParticipantSteps.At> places = ParticipantSteps.of(definitions, filter.participant());
            conditions.add(
                    WAITS_AT, texts(places, ParticipantSteps.At::step), texts(places, ParticipantSteps.At::toString));
        }
        return conditions;
    }

    void add(String condition, Object... values) {
        texts.add(condition);
        arguments.addAll(List.of(values));
    }

    /** Nothing if there is no value. */
    private <V> void addIf(String condition, @Nullable V value, Function<V, Object> argument) {
        if (value != null) {
            add(condition, argument.apply(value));
        }
    }

    List<Object> arguments() {
        return arguments;
    }

    /** As SQL; true if there are none. */
    @Override
    public String toString() {
        return texts.isEmpty() ? "true" : String.join(" and ", texts);
    }

    private static <T> String[] texts(Collection<T> all, Function<T, String> text) {
        return all.stream().map(text).toArray(String[]::new);
    }

    /** A key is searched by the ids it can have, so that it needs no index of its own. */
    private static String[] ids(SagaDefinitions definitions, String key) {
        return texts(definitions.newest(), it -> it.id(key).toString());
    }
}
