package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.Ports;
import io.counterstep.fulfilment.local.Service;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.flywaydb.core.Flyway;

/**
 * The five databases with the services' own tables, and in them and on the tape five orders that ended as they should. Tests
 * break a copy.
 */
final class Shop implements AutoCloseable {

    static final String GOOD = id(1);
    static final String ALSO_GOOD = id(2);
    static final String UNPAYABLE = id(3);
    static final String UNSHIPPABLE = id(4);
    static final String TIMED_OUT = id(5);

    private final EmbeddedDatabase server;
    private final List<TapeRecord> tape = new ArrayList<>();
    private final Map<Service, String> copies = new EnumMap<>(Service.class);
    private int revision;
    private long now = 1_800_000_000_000L;

    Shop(Path folder) {
        server = EmbeddedDatabase.start(
                new EmbeddedDatabase.Places(
                        folder.resolve("data"), LocalOptions.sharedPrograms(), folder.resolve("postgresql.log")),
                Ports.free().postgres(),
                List.of(Service.values()).stream().map(Service::database).toList());
        for (Service service : Service.values()) {
            migrate(service);
        }
        good(GOOD);
        good(ALSO_GOOD);
        unpayable();
        unshippable();
        timedOut();
    }

    private static String id(int number) {
        return "00000000-0000-7000-8000-00000000000" + number;
    }

    private void migrate(Service service) {
        String part = service == Service.ORCHESTRATOR ? "orchestrator" : "participant";
        Flyway.configure()
                .dataSource(server.jdbcUrl(service.database()), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD)
                .locations("classpath:io/counterstep/" + part + "/db")
                .table("engine_schema")
                .load()
                .migrate();
        if (service != Service.ORCHESTRATOR) {
            String own = "classpath:db/" + service.label();
            Flyway.configure()
                    .dataSource(server.jdbcUrl(service.database()), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD)
                    .locations(own, own + "-demo")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        }
    }

    List<TapeRecord> tape() {
        return List.copyOf(tape);
    }

    /** Where a test reads: the copies that it broke, else the originals. */
    Function<Service, String> jdbcUrls() {
        return it -> server.jdbcUrl(copies.getOrDefault(it, it.database()));
    }

    /** Breaks a copy of that service's database, whatever its triggers say. */
    void corrupt(Service service, String sql) {
        String copy = service.database() + "_broken";
        if (copies.put(service, copy) == null) {
            execute("postgres", "drop database if exists " + copy);
            execute("postgres", "create database " + copy + " template " + service.database());
        }
        execute(copy, "set session_replication_role = replica; " + sql);
    }

    void forgetCorruptions() {
        copies.clear();
    }

    private void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(database), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot execute " + sql, failed);
        }
    }

    private void good(String id) {
        begin(id, "KEYBOARD", 129_000);
        paid(id, "alice", 129_000);
        reserved(id, "KEYBOARD");
        said(id, "shipping", "invoke", "SHIPPING_REQUESTED", "SHIPPING_SUCCESS", "STEP_SUCCEEDED");
        execute("shipping", """
                insert into shipment (order_id, country, pieces, status, carrier, tracking_number)
                values ('%s', 'KR', 1, 'BOOKED', 'seven-seas', 'SSP%s')""".formatted(id, id));
        over(id, "COMPLETED", "complete", "");
    }

    private void unpayable() {
        begin(UNPAYABLE, "MOUSE", 45_000);
        said(UNPAYABLE, "payment", "invoke", "PAYMENT_REQUESTED", "PAYMENT_FAILED", "STEP_REFUSED");
        execute("payments", """
                insert into payment (order_id, customer_id, currency, amount, status, reason)
                values ('%s', 'bankrupt', 'KRW', 45000, 'REFUSED', 'balance too low')""".formatted(UNPAYABLE));
        over(UNPAYABLE, "CANCELED", "cancel", "balance too low");
    }

    private void unshippable() {
        String id = UNSHIPPABLE;
        begin(id, "MONITOR", 389_000);
        paid(id, "alice", 389_000);
        reserved(id, "MONITOR");
        said(id, "shipping", "invoke", "SHIPPING_REQUESTED", "SHIPPING_FAILED", "STEP_REFUSED");
        execute("shipping", """
                insert into shipment (order_id, country, pieces, status, reason)
                values ('%s', 'AQ', 1, 'REFUSED', 'nobody goes there')""".formatted(id));
        said(id, "inventory", "compensate", "INVENTORY_ROLLBACK", "INVENTORY_ROLLED_BACK", "STEP_COMPENSATED");
        execute("inventory", """
                update reservation set status = 'ROLLED_BACK', rolled_back_at = now() where order_id = '%1$s';
                insert into stock_return (sku, order_id, quantity) values ('MONITOR', '%1$s', 1)""".formatted(id));
        said(id, "payment", "compensate", "PAYMENT_CANCEL", "PAYMENT_CANCELED", "STEP_COMPENSATED");
        execute("payments", """
                update payment set status = 'REFUNDED', refunded_at = now() where order_id = '%1$s';
                insert into refund_due (customer_id, order_id, amount) values ('alice', '%1$s', 389000);
                insert into ledger_entry (reference, kind, account, currency, amount)
                values ('%1$s', 'REFUND', 'customer:alice', 'KRW', 389000),
                       ('%1$s', 'REFUND', 'system:merchant', 'KRW', -389000)""".formatted(id));
        over(id, "CANCELED", "cancel", "nobody goes there");
    }

    /** The compensation came before the request, and left a tombstone. */
    private void timedOut() {
        begin(TIMED_OUT, "KEYBOARD", 129_000);
        say(TIMED_OUT, "payment-commands", "PAYMENT_REQUESTED", "payment/invoke", false);
        said(TIMED_OUT, "payment", "compensate", "PAYMENT_CANCEL", "PAYMENT_CANCELED", "STEP_COMPENSATED");
        over(TIMED_OUT, "CANCELED", "cancel", "step payment timed out after PT30S");
    }

    private void begin(String id, String sku, int price) {
        revision = 0;
        execute("orders", """
                insert into orders (id, customer_id, status, lines, currency, total_minor_units, country, created_at,
                                    announce_at)
                values ('%s', 'alice', 'PENDING', '[{"sku": "%s", "quantity": 1}]', 'KRW', %d, 'KR', now(), now())
                """.formatted(id, sku, price));
        now += 5;
        tape.add(new TapeRecord("order-events", 0, now, now, id, "ORDER_CREATED", "{}/created", null, null, null));
        history(id, "STARTED", "", "ORDER_CREATED", "PAYMENT_REQUESTED");
    }

    private void paid(String id, String customer, int amount) {
        said(id, "payment", "invoke", "PAYMENT_REQUESTED", "PAYMENT_SUCCESS", "STEP_SUCCEEDED");
        execute("payments", """
                insert into payment (order_id, customer_id, currency, amount, status, payment_id)
                values ('%1$s', '%2$s', 'KRW', %3$d, 'CHARGED', 'pay-%1$s');
                update customer_account set charged = charged + %3$d where customer_id = '%2$s';
                insert into ledger_entry (reference, kind, account, currency, amount)
                values ('%1$s', 'PAYMENT', 'customer:%2$s', 'KRW', -%3$d),
                       ('%1$s', 'PAYMENT', 'system:merchant', 'KRW', %3$d)""".formatted(id, customer, amount));
    }

    private void reserved(String id, String sku) {
        said(id, "inventory", "invoke", "INVENTORY_REQUESTED", "INVENTORY_SUCCESS", "STEP_SUCCEEDED");
        execute("inventory", """
                insert into reservation (order_id, status, reservation_id) values ('%1$s', 'RESERVED', 'res-%1$s');
                insert into reservation_line (order_id, sku, quantity) values ('%1$s', '%2$s', 1);
                update stock set reserved = reserved + 1 where sku = '%2$s'""".formatted(id, sku));
    }

    private void over(String id, String status, String step, String reason) {
        said(id, "order", step + "/invoke", "ORDER_" + step.toUpperCase(Locale.ROOT), "ORDER_" + status, status);
        String why = reason.isEmpty() ? "null" : "'" + reason + "'";
        execute(
                "orders",
                "update orders set status = '%s', finished_at = now(), reason = %s where id = '%s'"
                        .formatted(status, why, id));
        execute("orchestrator", """
                insert into saga (id, definition, version, business_key, state, reason, progress, facts, started_at,
                                  updated_at, ended_at, revision)
                values ('fulfil-order:%1$s', 'fulfil-order', 1, '%1$s', '%2$s', %3$s, '{}', '{}', now(), now(), now(), %4$d)
                """.formatted(id, status, why, revision));
    }

    /** The command and its answer on the tape, in the ledger and in the saga's history. */
    private void said(String id, String party, String action, String command, String answer, String kind) {
        String step = action.contains("/") ? action.substring(0, action.indexOf('/')) : party;
        String named = action.contains("/") ? action : party + "/" + action;
        say(id, party + "-commands", command, named, false);
        say(id, party + "-events", answer, named, true);
        boolean compensation = action.equals("compensate");
        execute(Service.valueOf(party.toUpperCase(Locale.ROOT)).database(), """
                insert into saga_ledger (saga_id, step, took_effect, request_type, request_body, compensation_type,
                                         compensation_body, created_at, updated_at)
                values ('fulfil-order:%s', '%s', %s, %s, %s, now(), now())
                on conflict (saga_id, step) do update set compensation_type = excluded.compensation_type,
                                                          compensation_body = excluded.compensation_body
                """.formatted(
                        id,
                        step,
                        !compensation && !answer.endsWith("FAILED"),
                        compensation ? "null, null" : "'" + answer + "', '{}'",
                        compensation ? "'" + answer + "', '{}'" : "null, null"));
        history(id, kind, step, answer, saidNext(kind, party));
    }

    private static String saidNext(String kind, String party) {
        return switch (kind) {
            case "STEP_REFUSED" -> party.equals("payment") ? "ORDER_CANCEL" : "INVENTORY_ROLLBACK";
            case "STEP_COMPENSATED" -> party.equals("payment") ? "ORDER_CANCEL" : "PAYMENT_CANCEL";
            default -> "";
        };
    }

    private void say(String id, String topic, String type, String command, boolean reply) {
        now += 2;
        String pattern = "fulfil-order:{}/" + command;
        tape.add(new TapeRecord(
                topic,
                0,
                now,
                now,
                id,
                type,
                reply ? pattern + "/reply" : pattern,
                reply ? pattern : null,
                null,
                null));
    }

    private void history(String id, String kind, String step, String message, String commands) {
        revision++;
        execute("orchestrator", """
                insert into saga_history (saga_id, revision, at, kind, step, from_state, to_state, message, commands)
                values ('fulfil-order:%s', %d, now(), '%s', '%s', 'RUNNING', 'RUNNING', '%s', '%s')
                """.formatted(id, revision, kind, step, message, commands));
    }

    @Override
    public void close() {
        server.close();
    }
}
