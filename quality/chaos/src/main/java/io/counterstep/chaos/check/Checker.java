package io.counterstep.chaos.check;

import io.counterstep.chaos.load.Accepted;
import io.counterstep.fulfilment.local.Service;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks at rest, when no order is on its way any more, that every invariant holds: reads each service's database and API and
 * the tape. Changes nothing; thread-safe.
 */
public final class Checker {

    /** So many orders are asked for at every API, and as many again of those that violate something. */
    static final int MAX_ASKED = 200;

    private final Database database;
    private final Function<Service, String> httpUrls;
    private final Recording recording;

    /**
     * @param jdbcUrls each service's database
     * @param httpUrls where each service answers HTTP, without a slash at the end
     */
    public Checker(Function<Service, String> jdbcUrls, Function<Service, String> httpUrls, Recording recording) {
        this.database = new Database(jdbcUrls);
        this.httpUrls = httpUrls;
        this.recording = recording;
    }

    /**
     * @param faults what was active when, for the story
     * @throws IllegalStateException if a database cannot be read
     */
    public Verdict check(List<Accepted> accepted, List<Span> faults) {
        Findings findings = new Findings();
        Books books = Books.read(database);
        new Endings(books, findings).check(accepted);
        new Effects(books, database, findings).check();
        new Sums(books, database, findings).check();
        new Replies(books, recording, findings).check();
        new Agreement(books, findings).check();
        new Confirmations(recording, findings).check();
        new Histories(database, findings).check();
        new Answers(books, httpUrls, findings).check(asked(accepted, findings.violations()));
        List<DeadLetters> deadLetters = DeadLetters.in(recording);
        findings.figure(
                "dead letters explained by what was injected",
                deadLetters.stream().mapToLong(DeadLetters::explained).sum());
        findings.figure(
                "dead letters unexplained",
                deadLetters.stream().mapToLong(DeadLetters::unexplained).sum());
        findings.figure("records taped", recording.records().size());
        findings.figure(
                "records injected",
                recording.records().stream().filter(TapeRecord::injected).count());
        return new Verdict(
                findings.violations(),
                findings.violated(),
                findings.figures(),
                deadLetters,
                new StoryTeller(database, recording, faults)
                        .smallest(findings.violations())
                        .orElse(null));
    }

    private static Set<String> asked(List<Accepted> accepted, List<Violation> violations) {
        Set<String> asked = new LinkedHashSet<>();
        violations.stream()
                .map(Violation::orderId)
                .filter(it -> !it.isEmpty())
                .distinct()
                .limit(MAX_ASKED)
                .forEach(asked::add);
        int step = Math.max(1, (accepted.size() + MAX_ASKED - 1) / MAX_ASKED);
        for (int i = 0; i < accepted.size(); i += step) {
            asked.add(accepted.get(i).orderId());
        }
        return asked;
    }
}
