package io.counterstep.chaos.run;

import io.counterstep.chaos.nemesis.Fault;
import io.counterstep.chaos.sabotage.Guard;
import io.counterstep.fulfilment.local.chaos.Chaos;
import io.counterstep.fulfilment.local.chaos.ChaosSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code ./counterstep chaos} does. */
public final class ChaosRunner implements Chaos {

    @Override
    public boolean run(ChaosSettings settings, PrintWriter out, PrintWriter err) throws InterruptedException {
        List<Fault> faults = settings.faults().isEmpty()
                ? List.of(Fault.values())
                : settings.faults().stream().map(Fault::of).toList();
        Set<Guard> without = EnumSet.noneOf(Guard.class);
        settings.without().forEach(it -> without.add(guard(it)));
        try {
            if (settings.docs() != null) {
                Publication.requirePlace(settings.docs());
            }
            Report report = new Run(settings, faults, without, line -> {
                        err.println(line);
                        err.flush();
                    })
                    .report();
            if (settings.json()) {
                out.println(Publication.json(report));
            } else {
                TextReport.lines(report).forEach(out::println);
            }
            out.flush();
            publish(report, settings);
            return report.passed();
        } catch (IOException failed) {
            err.println("Chaos cannot read or write what it needs: " + failed.getMessage());
            err.flush();
            return false;
        }
    }

    private static void publish(Report report, ChaosSettings settings) throws IOException {
        if (settings.out() == null) {
            return;
        }
        Publication.toFolder(report, settings.out());
        if (settings.docs() != null) {
            Publication.toDocument(settings.out(), settings.docs());
        }
    }

    private static Guard guard(String label) {
        return Arrays.stream(Guard.values())
                .filter(it -> it.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no guard is called '" + label + "', only "
                        + Arrays.stream(Guard.values()).map(Guard::label).collect(Collectors.joining(", "))));
    }
}
