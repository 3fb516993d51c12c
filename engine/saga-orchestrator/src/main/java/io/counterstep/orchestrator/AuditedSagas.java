package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.FreshPlans;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.orchestrator.Audit.Found;
import io.counterstep.orchestrator.Audit.Kind;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Reads sagas for an audit, wherever they live, without locks. Thread-safe. */
final class AuditedSagas {

    /** Nobody looks at the facts, which are long. */
    private static final String COLUMNS =
            "id, version, state, reason, progress, '{}' as facts, parent, started_at, ends_by, next_check_at, revision, ended_at";

    private static final String FIND = "select " + COLUMNS + " from saga where id = any(?)";

    private static final String OVER = "select " + COLUMNS + """
             from saga
            where ended_at is not null and ended_at < ? and (ended_at, id) > (?, ?) order by ended_at, id limit ?""";

    private static final String STUCK = """
            select saga_id, max(at) from saga_history
            where saga_id = any(?) and to_state = 'NEEDS_ATTENTION' and from_state <> 'NEEDS_ATTENTION'
            group by saga_id""";

    private static final String PURGED = "select id, state from saga_purged where id = any(?)";

    private static final String FORGOTTEN = "select up_to from saga_forgotten";

    private static final String RESOLVED = """
            select saga_id, step, message from saga_history where saga_id = any(?) and kind = 'RESOLVED'""";

    private final SagaDefinitions definitions;
    private final SagaStores stores;
    private final List<SagaStore> sagas;

    AuditedSagas(SagaDefinitions definitions, SagaStores stores, MessageFormat format) {
        this.definitions = definitions;
        this.stores = stores;
        this.sagas = stores.map(it -> new SagaStore(it.jdbc(), format));
    }

    int stores() {
        return stores.count();
    }

    /**
     * First the sagas, then the purged, then up to when those are forgotten: one that is purged or forgotten in between is known
     * either way.
     */
    LedgerComparison.Known find(Collection<SagaId> ids) {
        Map<SagaId, AuditedSaga> found = new HashMap<>();
        Map<SagaId, Optional<Status>> purged = new HashMap<>();
        List<Instant> forgotten = new ArrayList<>();
        stores.divide(Set.copyOf(ids)).forEach((store, its) -> {
            List<AuditedSaga> there = read(store, FIND, (Object) texts(its));
            withAttention(store, there).forEach(it -> found.put(it.saga().id(), it));
            Set<SagaId> missing = new HashSet<>(its);
            missing.removeAll(found.keySet());
            if (!missing.isEmpty()) {
                rows(
                        store,
                        PURGED,
                        row -> {
                            String state = row.getString(2);
                            purged.put(
                                    SagaId.parse(row.getString(1)),
                                    Optional.ofNullable(state).map(Status::valueOf));
                        },
                        (Object) texts(missing));
                rows(store, FORGOTTEN, row -> forgotten.add(row.getTimestamp(1).toInstant()));
            }
        });
        return new LedgerComparison.Known(
                found, purged, forgotten.stream().max(Comparator.naturalOrder()).orElse(null));
    }

    /** Sagas of one database that ended before that time, in the order of their ends, behind that one. */
    List<AuditedSaga> over(int store, Instant until, @Nullable Instant afterEnd, @Nullable String after, int limit) {
        return read(
                store,
                OVER,
                Timestamp.from(until),
                Timestamp.from(afterEnd == null ? Instant.EPOCH : afterEnd),
                after == null ? "" : after,
                limit);
    }

    private List<AuditedSaga> read(int store, String sql, Object... arguments) {
        SagaStore reader = sagas.get(store);
        List<AuditedSaga> found = new ArrayList<>();
        rows(
                store,
                sql,
                row -> {
                    Instant ended = SagaStore.instant(row.getTimestamp("ended_at"));
                    found.add(new AuditedSaga(reader.instance(row), ended, null));
                },
                arguments);
        return found;
    }

    /** A plan from when the tables were empty would read them whole. */
    private void rows(int store, String sql, RowCallbackHandler each, Object... arguments) {
        SagaStores.Database database = stores.get(store);
        database.readCommitted().executeWithoutResult(status -> {
            FreshPlans.inThisTransaction(database.jdbc());
            database.jdbc().query(sql, each, arguments);
        });
    }

    private List<AuditedSaga> withAttention(int store, List<AuditedSaga> read) {
        List<SagaId> stuck = read.stream()
                .filter(it -> it.saga().state().status() == Status.NEEDS_ATTENTION)
                .map(it -> it.saga().id())
                .toList();
        if (stuck.isEmpty()) {
            return read;
        }
        Map<String, Instant> since = new HashMap<>();
        rows(
                store,
                STUCK,
                row -> since.put(row.getString(1), row.getTimestamp(2).toInstant()),
                (Object) texts(stuck));
        return read.stream()
                .map(it -> new AuditedSaga(
                        it.saga(), it.endedAt(), since.get(it.saga().id().toString())))
                .toList();
    }

    /** Without what an operator has answered in the participant's place: then the effect is elsewhere, or was undone there. */
    List<Found> unexplained(List<Found> found, LedgerComparison.Known known) {
        Set<SagaId> asked = found.stream().map(it -> SagaId.parse(it.saga())).collect(Collectors.toSet());
        asked.retainAll(known.sagas().keySet());
        if (asked.isEmpty()) {
            return found;
        }
        Set<String> resolved = new HashSet<>();
        stores.divide(asked)
                .forEach((store, its) -> rows(
                        store,
                        RESOLVED,
                        row -> resolved.add(key(row.getString(1), row.getString(2), row.getString(3))),
                        (Object) texts(its)));
        return found.stream()
                .filter(it -> answers(it, known).stream().noneMatch(type -> {
                    AuditedSaga audited = known.sagas().get(SagaId.parse(it.saga()));
                    String step = audited == null ? it.step() : LedgerComparison.currentName(audited.saga(), it.step());
                    return resolved.contains(key(it.saga(), step, type));
                }))
                .toList();
    }

    private static String key(String saga, @Nullable String step, @Nullable String type) {
        return saga + " " + step + " " + type;
    }

    /** The types by which a person may have said that it is so. */
    private List<String> answers(Found found, LedgerComparison.Known known) {
        AuditedSaga audited = known.sagas().get(SagaId.parse(found.saga()));
        if (audited == null) {
            return List.of();
        }
        SagaDefinition<?> definition = definitions.find(
                audited.saga().id().definition(), audited.saga().version());
        String step = LedgerComparison.currentName(audited.saga(), found.step());
        if (definition == null || (!SagaDefinition.isEnding(step) && definition.find(step) == null)) {
            return List.of();
        }
        if (found.kind() != Kind.EFFECT_MISSING && found.kind() != Kind.EFFECT_OF_CANCELED_SAGA) {
            return List.of();
        }
        Action action = found.kind() == Kind.EFFECT_MISSING ? Action.INVOKE : Action.COMPENSATE;
        return definition.answers(step, action).stream().map(MessageType::name).toList();
    }

    private static String[] texts(Collection<SagaId> ids) {
        return ids.stream().map(SagaId::toString).toArray(String[]::new);
    }
}
