package io.counterstep.orchestrator;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.SagaDefinition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a saga's history tells of what it waits for: when it was said, and how it failed. */
final class Chronicle {

    private final @Nullable SagaDefinition<?> definition;
    private final List<SagaView.Entry> lines;
    private final Sayings sayings;

    /**
     * @param definition null if the saga's version is not here
     * @param lines the saga's history, or the end of a long one
     */
    Chronicle(@Nullable SagaDefinition<?> definition, List<SagaView.Entry> lines) {
        this.definition = definition;
        this.lines = lines;
        this.sayings = new Sayings(definition, lines);
    }

    /** @return null if it was not, or that is not known */
    @Nullable
    Instant first(Outstanding wait) {
        List<Sayings.Saying> said = said(wait);
        return said.isEmpty() ? null : said.getFirst().line().at();
    }

    /** What is repeated for a saga that a person has already leaves no line each time, but follows from when it is due again. */
    @Nullable
    Instant last(Outstanding wait) {
        List<Sayings.Saying> said = said(wait);
        Instant line = said.isEmpty() ? null : said.getLast().line().at();
        Instant again = wait.resendAt();
        boolean silent = wait.stuck() != null && again != null && wait.heldBy() == null && wait.attempt() > 0;
        if (definition == null || again == null || !silent) {
            return line;
        }
        return again.minus(
                definition.resend(wait.step(), wait.command().action()).after(wait.attempt(), wait.command()));
    }

    private List<Sayings.Saying> said(Outstanding wait) {
        return sayings.of(wait.step(), wait.command().action());
    }

    /** What the last technical failure said; null if there was none since it was sent anew. */
    @Nullable
    String lastFailure(Outstanding wait) {
        SagaView.Entry line = wait.failures() == 0 ? null : last(Kind.STEP_FAILED, wait.step());
        return line == null ? null : line.detail();
    }

    /** The newest line; null if none is left. */
    SagaView.@Nullable Entry last() {
        return lines.isEmpty() ? null : lines.getLast();
    }

    /** @param step null for any */
    SagaView.@Nullable Entry last(Kind kind, @Nullable String step) {
        return lines.reversed().stream()
                .filter(it -> it.kind().equals(kind.name())
                        && (step == null || it.step().equals(step)))
                .findFirst()
                .orElse(null);
    }
}
