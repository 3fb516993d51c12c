package io.counterstep.orchestrator;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.VerdictReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** The versions of a definition: which are here, which were ever registered, and what is active of each. Thread-safe. */
public final class VersionsInUse {

    /**
     * The most unfinished sagas of a definition, the oldest, that are counted in each database where there are too many
     * in all to count them together.
     */
    static final int MOST_COUNTED = 10_000;

    private static final String WAITING = """
            select version, step, count(*) from (
                select version, step from saga where ended_at is null and definition = ?
                order by started_at, id limit ?) as unfinished
            group by version, step""";

    /** Of a version that more sagas are active of, no verdict is given: each would have to be read. */
    static final int MOST_JUDGED = 10_000;

    private final SagaDefinitions definitions;
    private final List<JdbcTemplate> readers;
    private final DefinitionShapes shapes;
    private final OverviewSampler sampler;

    /** @param sampler counts what is active, for whoever looks at the overview as well: it may be some seconds old */
    public VersionsInUse(SagaDefinitions definitions, SagaStores stores, OverviewSampler sampler) {
        this.definitions = definitions;
        this.sampler = sampler;
        this.readers = stores.map(it -> SagaQueries.reader(it.jdbc()));
        this.shapes = new DefinitionShapes(readers.getFirst());
    }

    /**
     * A version.
     *
     * @param registeredAt when an orchestrator last started with it as it is now; null if none has, or it is not known any more
     * @param here whether its code is here
     * @param newest whether new sagas start with it here
     * @param active its unfinished sagas
     * @param counted whether they were counted to the end
     * @param waiting for what these wait, those with the most first; one that waits for several is counted at each
     * @param verdict what would become of them with the definitions that are here; null if none are active or too many to look at
     */
    public record View(
            int version,
            @Nullable Instant registeredAt,
            boolean here,
            boolean newest,
            long active,
            Counted counted,
            List<Waiting> waiting,
            @Nullable Verdict verdict) {}

    /** So many sagas wait for that step, or ending. */
    public record Waiting(String step, long sagas) {}

    /** See {@link VerdictReport.Version}. */
    public record Verdict(VerdictReport.Fate fate, long safe, long needMapping, long wouldStrand) {}

    /** What is active of a version. */
    private static final class Active {
        private final Map<String, Long> steps = new TreeMap<>();
        private long sagas;

        void add(@Nullable String step, long more) {
            sagas += more;
            if (step != null) {
                for (String each : step.split(" ", -1)) {
                    steps.merge(each, more, Long::sum);
                }
            }
        }

        List<Waiting> waiting() {
            List<Waiting> waiting = new ArrayList<>();
            steps.forEach((step, number) -> waiting.add(new Waiting(step, number)));
            waiting.sort((one, other) -> Long.compare(other.sagas(), one.sagas()));
            return waiting;
        }
    }

    /** The newest first; empty if nobody has ever heard of that definition. */
    public List<View> of(String definition) {
        Map<Integer, Active> active = new TreeMap<>();
        Counted counted = Counted.EXACTLY;
        UnfinishedSagas unfinished = sampler.unfinished();
        if (unfinished.counted() == Counted.EXACTLY) {
            unfinished.of(definition).forEach(it -> add(active, it.version().version(), it.step(), it.sagas()));
        } else {
            for (JdbcTemplate reader : readers) {
                counted = count(reader, definition, active) == MOST_COUNTED ? Counted.AT_LEAST : counted;
            }
        }
        Map<Integer, Instant> registered = shapes.registered(definition);
        Set<Integer> versions = new TreeSet<>(definitions.versions(definition));
        versions.addAll(active.keySet());
        versions.addAll(registered.keySet());
        SagaDefinition<?> newest = definitions.newest(definition);
        List<View> views = new ArrayList<>();
        for (int version : versions) {
            Active here = active.getOrDefault(version, new Active());
            views.add(new View(
                    version,
                    registered.get(version),
                    definitions.has(definition, version),
                    newest != null && newest.version().number() == version,
                    here.sagas,
                    counted,
                    here.waiting(),
                    counted == Counted.EXACTLY ? verdict(definition, version, here.sagas) : null));
        }
        return views.reversed();
    }

    private static void add(Map<Integer, Active> active, int version, @Nullable String step, long sagas) {
        active.computeIfAbsent(version, it -> new Active()).add(step, sagas);
    }

    private static long count(JdbcTemplate reader, String definition, Map<Integer, Active> active) {
        long[] all = {0};
        RowCallbackHandler each = row -> {
            add(active, row.getInt(1), row.getString(2), row.getLong(3));
            all[0] += row.getLong(3);
        };
        reader.query(WAITING, each, definition, MOST_COUNTED);
        return all[0];
    }

    private @Nullable Verdict verdict(String definition, int version, long active) {
        if (active == 0 || active > MOST_JUDGED) {
            return null;
        }
        VerdictReport.Version it = Verdicts.of(definitions, readers, new VersionKey(definition, version), active);
        return new Verdict(it.fate(), it.safe(), it.needMapping(), it.wouldStrand());
    }
}
