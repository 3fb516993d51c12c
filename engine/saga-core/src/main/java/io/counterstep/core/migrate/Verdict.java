package io.counterstep.core.migrate;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.definition.SagaDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a saga can go on under a version that it did not start with. */
public sealed interface Verdict {

    /** It can. */
    record Safe() implements Verdict {}

    /**
     * It can if a {@link SagaMigration} says what became of its steps.
     *
     * @param why what does not fit, one sentence each
     * @param suggestions the calls on the migration that may make it fit
     */
    record NeedsMapping(List<String> why, List<String> suggestions) implements Verdict {
        public NeedsMapping {
            why = List.copyOf(why);
            suggestions = List.copyOf(suggestions);
        }
    }

    /**
     * It cannot, whatever is renamed: keep its own version until it has ended.
     *
     * @param why what has no counterpart, one sentence each
     */
    record WouldStrand(List<String> why) implements Verdict {
        public WouldStrand {
            why = List.copyOf(why);
        }
    }

    /**
     * @param from the version that the saga has, if it is known; without it commands cannot be compared, only the names of
     *     steps and the replies that came
     * @param mapping what became of the steps; null if every step kept its name
     */
    static Verdict of(
            SagaDefinition<?> to, @Nullable SagaMigration mapping, @Nullable DefinitionShape from, SagaInstance saga) {
        return new Fitting(DefinitionShape.of(to), mapping == null ? Mapping.NONE : mapping.mapping(), from, saga)
                .verdict();
    }
}
