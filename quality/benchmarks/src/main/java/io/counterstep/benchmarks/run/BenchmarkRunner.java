package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.fulfilment.ConsoleUnderLoad;
import io.counterstep.benchmarks.report.Publication;
import io.counterstep.benchmarks.report.Report;
import io.counterstep.benchmarks.report.Summary;
import io.counterstep.benchmarks.report.TextReport;
import io.counterstep.fulfilment.local.bench.BenchSettings;
import io.counterstep.fulfilment.local.bench.Benchmarks;
import io.counterstep.fulfilment.local.bench.ConsoleSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/** What {@code ./counterstep bench} does. */
public final class BenchmarkRunner implements Benchmarks {

    private final List<Entrant> entrants;
    private final Class<?> contenderMain;

    /** For {@link java.util.ServiceLoader}. */
    public BenchmarkRunner() {
        this(Entrants.ALL, ContenderMain.class);
    }

    BenchmarkRunner(List<Entrant> entrants, Class<?> contenderMain) {
        this.entrants = entrants;
        this.contenderMain = contenderMain;
    }

    @Override
    public boolean run(BenchSettings settings, PrintWriter out, PrintWriter err) throws InterruptedException {
        try {
            if (settings.docs() != null) {
                Publication.requirePlace(settings.docs());
            }
            Instant begun = Instant.now();
            Outcome outcome = new Rounds(settings, entrants, contenderMain, err).run();
            Report report = new Report(settings, Machine.here(), begun, outcome, Summary.of(outcome));
            if (settings.json()) {
                out.println(report.json());
            } else {
                TextReport.lines(report).forEach(out::println);
            }
            out.flush();
            publish(report);
            return outcome.failures().isEmpty() && !outcome.measured().isEmpty();
        } catch (IOException failed) {
            err.println("The results cannot be written: " + failed.getMessage());
            err.flush();
            return false;
        }
    }

    @Override
    public boolean run(ConsoleSettings settings, PrintWriter out, PrintWriter err) throws InterruptedException {
        return ConsoleUnderLoad.run(settings, out, err);
    }

    private static void publish(Report report) throws IOException {
        BenchSettings settings = report.settings();
        if (settings.out() == null) {
            return;
        }
        Publication.toFolder(report, settings.out());
        if (settings.docs() != null) {
            Publication.toDocument(report, settings.docs(), settings.out());
        }
    }
}
