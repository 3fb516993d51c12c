package io.counterstep.fulfilment.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes reservations and their lines: one statement for a whole batch. */
@Repository
class ReservationStore {

    private static final String RECORD = """
            with recorded as (
                insert into reservation (order_id, status, reservation_id, reason)
                select * from unnest(?::text[], ?::text[], ?::text[], ?::text[])
            )
            insert into reservation_line (order_id, sku, quantity)
            select * from unnest(?::text[], ?::text[], ?::bigint[])
            """;

    private static final String ROLL_BACK = """
            with rolled_back as (
                update reservation
                   set status = 'ROLLED_BACK', rolled_back_at = now()
                 where order_id = any(?) and status = 'RESERVED'
                returning order_id
            ), returned as (
                insert into stock_return (sku, order_id, quantity)
                select line.sku, line.order_id, line.quantity
                  from reservation_line line
                  join rolled_back using (order_id)
            )
            select order_id from rolled_back
            """;

    private static final String RESERVED =
            "select order_id from reservation where order_id = any(?) and status = 'RESERVED'";

    private final JdbcClient jdbc;

    ReservationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records the refused ones too, so that it can be seen why. */
    void record(List<Reservation> reservations) {
        List<Line> lines = new ArrayList<>();
        reservations.forEach(reservation -> reservation
                .quantities()
                .forEach((sku, quantity) -> lines.add(new Line(reservation.orderId(), sku, quantity))));
        jdbc.sql(RECORD)
                .param(reservations.stream().map(Reservation::orderId).toArray(String[]::new))
                .param(reservations.stream().map(it -> it.status().name()).toArray(String[]::new))
                .param(reservations.stream().map(Reservation::reservationId).toArray(String[]::new))
                .param(reservations.stream().map(Reservation::refusal).toArray(String[]::new))
                .param(lines.stream().map(Line::orderId).toArray(String[]::new))
                .param(lines.stream().map(Line::sku).toArray(String[]::new))
                .param(lines.stream().map(Line::quantity).toArray(Long[]::new))
                .update();
    }

    /** @throws IllegalStateException if one of them is not RESERVED */
    void rollBack(List<String> orderIds) {
        List<String> rolledBack = jdbc.sql(ROLL_BACK)
                .param(orderIds.toArray(String[]::new))
                .query((row, number) -> row.getString("order_id"))
                .list();
        Set<String> missing = new TreeSet<>(orderIds);
        rolledBack.forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("cannot roll back the reservations of orders " + missing
                    + ": the ledger says they were reserved, but table reservation has no row RESERVED for them;"
                    + " compare both before trying again");
        }
    }

    /** Those of the orders whose reservation is in force. */
    Set<String> reserved(List<String> orderIds) {
        return jdbc.sql(RESERVED)
                .param(orderIds.toArray(String[]::new))
                .query((row, number) -> row.getString("order_id"))
                .set();
    }

    private record Line(String orderId, String sku, long quantity) {}
}
