package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Pages of the sagas of all databases, the newest first. A page looks at a bounded number of rows of each database, in the
 * order of an index, so that it costs the same whatever is asked and however many sagas there are. Thread-safe.
 */
final class SagaSearch {

    /** The most rows of a database that one page looks at. */
    static final int LOOK = 20_000;

    /** One statement, hence one snapshot. The last row of the look comes in any case, and the one behind it if there is one. */
    private static final String PAGE = """
            select %s, judged.nth, judged.fits from (
                select looked.*, (%s) is true as fits from (
                    select *, row_number() over (order by started_at desc, id desc) as nth from saga
                    where %s
                    order by started_at desc, id desc limit ?) as looked) as judged
            where judged.fits or judged.nth >= ?
            order by started_at desc, id desc limit ?""";

    private final SagaDefinitions definitions;
    private final SagaStores stores;
    private final List<JdbcTemplate> readers;
    private final InstantSource clock;
    private final int look;

    SagaSearch(
            SagaDefinitions definitions, SagaStores stores, List<JdbcTemplate> readers, InstantSource clock, int look) {
        this.definitions = definitions;
        this.stores = stores;
        this.readers = readers;
        this.clock = clock;
        this.look = look;
    }

    /** One of the rows that were looked at. */
    private record Row(int store, SagaCursor place, long nth, boolean fits, SagaView saga) {

        /** Of those that started at the same moment, each database's come after those of the ones before it. */
        boolean isBehind(Row other) {
            int moments = place.startedAt().compareTo(other.place.startedAt());
            return moments < 0 || (moments == 0 && store > other.store);
        }
    }

    SagaView.Page page(SagaFilter filter, int limit, @Nullable SagaCursor cursor) {
        List<Row> found = new ArrayList<>();
        Row end = null;
        for (int store = 0; store < stores.count(); store++) {
            List<Row> rows = look(filter, limit, cursor, store);
            List<Row> fitting =
                    rows.stream().filter(it -> it.fits() && it.nth() <= look).toList();
            found.addAll(fitting);
            boolean hasMore = !rows.isEmpty() && rows.getLast().nth() > look;
            Row last = hasMore && fitting.size() <= limit ? rows.get(rows.size() - 2) : null;
            if (last != null && (end == null || end.isBehind(last))) {
                end = last;
            }
        }
        // stable, so that each database's own order stays among those of one moment
        found.sort(Comparator.comparing((Row it) -> it.place().startedAt()).reversed());
        if (end != null) {
            // behind it not all databases were looked at
            Row nearest = end;
            found.removeIf(it -> it.isBehind(nearest));
        }
        if (found.size() > limit) {
            List<Row> page = found.subList(0, limit);
            return new SagaView.Page(sagas(page), page.getLast().place().encode(), null);
        }
        if (end == null) {
            return new SagaView.Page(sagas(found), null, null);
        }
        return new SagaView.Page(
                sagas(found),
                end.place().encode(),
                found.size() == limit ? null : end.place().startedAt());
    }

    private static List<SagaView> sagas(List<Row> rows) {
        return rows.stream().map(Row::saga).toList();
    }

    /** Two more than the limit, so that one sees whether that is all, or else where the look ended. */
    private List<Row> look(SagaFilter filter, int limit, @Nullable SagaCursor cursor, int store) {
        SagaConditions conditions = SagaConditions.others(filter, definitions);
        SagaConditions range = range(filter, cursor, store);
        List<Object> arguments = new ArrayList<>(conditions.arguments());
        arguments.addAll(range.arguments());
        arguments.addAll(List.of(look + 1, look, limit + 2));
        return readers.get(store)
                .query(
                        PAGE.formatted(SagaQueries.COLUMNS, conditions, range),
                        (row, n) -> row(row, store),
                        arguments.toArray());
    }

    private static Row row(ResultSet row, int store) throws SQLException {
        SagaCursor place = new SagaCursor(row.getTimestamp("started_at").toInstant(), row.getString("id"));
        SagaView saga = SagaQueries.view(row, false);
        return new Row(store, place, row.getLong("nth"), row.getBoolean("fits"), saga);
    }

    private SagaConditions range(SagaFilter filter, @Nullable SagaCursor cursor, int store) {
        SagaConditions range = SagaConditions.indexed(filter, definitions, clock.instant());
        if (filter.isUnfinished()) {
            range.add("ended_at is null");
        }
        if (cursor != null) {
            behind(range, cursor, store);
        }
        return range;
    }

    /** Of those that started at the cursor's moment, earlier databases have shown theirs, later ones have not. */
    private void behind(SagaConditions range, SagaCursor cursor, int store) {
        int shown = stores.of(SagaId.parse(cursor.id()));
        Timestamp moment = Timestamp.from(cursor.startedAt());
        if (store == shown) {
            range.add("(started_at, id) < (?, ?)", moment, cursor.id());
        } else {
            range.add(store < shown ? "started_at < ?" : "started_at <= ?", moment);
        }
    }
}
