package io.counterstep.chaos.check;

import static io.counterstep.chaos.check.Invariant.G4;
import static io.counterstep.chaos.check.Invariant.I1;
import static io.counterstep.chaos.check.Invariant.I2;
import static io.counterstep.chaos.check.Invariant.I4;
import static io.counterstep.chaos.check.Invariant.I5;
import static io.counterstep.fulfilment.local.Service.INVENTORY;
import static io.counterstep.fulfilment.local.Service.ORCHESTRATOR;
import static io.counterstep.fulfilment.local.Service.ORDER;
import static io.counterstep.fulfilment.local.Service.PAYMENT;
import static io.counterstep.fulfilment.local.Service.SHIPPING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.counterstep.chaos.load.Accepted;
import io.counterstep.chaos.load.Kind;
import io.counterstep.fulfilment.local.Service;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Five orders that ended well violate nothing; each thing broken once is what the check finds, and nothing else. */
class CheckerTest {

    private static final Instant AT = Instant.ofEpochMilli(1_800_000_000_000L);
    private static final String GOOD = Shop.GOOD;
    private static final String SAGA = "'fulfil-order:" + GOOD + "'";
    private static final String UNDONE = Shop.UNSHIPPABLE;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Shop shop;

    private final List<Accepted> accepted = new ArrayList<>();
    private List<TapeRecord> tape = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Apis apis;

    @BeforeAll
    static void seed() {
        shop = new Shop(folder);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void whole() {
        tape.addAll(shop.tape());
        accepted.addAll(List.of(
                new Accepted(GOOD, Kind.GOOD, AT),
                new Accepted(Shop.ALSO_GOOD, Kind.LAST_ONE, AT),
                new Accepted(Shop.UNPAYABLE, Kind.UNPAYABLE, AT),
                new Accepted(UNDONE, Kind.UNSHIPPABLE, AT),
                new Accepted(Shop.TIMED_OUT, Kind.GOOD, AT)));
        apis = new Apis(shop.jdbcUrls());
    }

    @AfterEach
    void mend() {
        apis.close();
        shop.forgetCorruptions();
    }

    @Test
    void ordersThatEndedWellViolateNothing() {
        Verdict verdict = verdict();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.story()).isNull();
        assertThat(verdict.count("orders COMPLETED")).isEqualTo(2);
        assertThat(verdict.count("orders CANCELED")).isEqualTo(3);
        assertThat(verdict.count("orders canceled because a step timed out")).isEqualTo(1);
        assertThat(verdict.count("orders accepted")).isEqualTo(5);
        assertThat(apis.asked()).isEqualTo(25);
    }

    @Test
    void anAcceptedOrderThatNobodyKnowsIsLost() {
        accepted.add(new Accepted("lost", Kind.GOOD, AT));
        assertThat(verdict().violations())
                .containsExactly(new Violation(I1, "lost", "accepted as GOOD, but the order service does not know it"));
    }

    @Test
    void anOrderThatEndsOtherwiseThanItsKindDemandsIsFound() {
        accepted.set(2, new Accepted(Shop.UNPAYABLE, Kind.GOOD, AT));
        assertThat(verdict().violations())
                .containsExactly(
                        new Violation(I1, Shop.UNPAYABLE, "GOOD must end COMPLETED, is CANCELED: balance too low"));
    }

    @Test
    void theLastUnitIsSoldOnce() {
        accepted.set(0, new Accepted(GOOD, Kind.LAST_ONE, AT));
        assertThat(verdict().violations())
                .containsExactly(new Violation(I1, "", "2 orders for the one unit of LAST-ONE are COMPLETED"));
    }

    @Test
    void anOrderOfALostAnswerIsCheckedToo() {
        accepted.removeFirst();
        shop.corrupt(ORDER, "update orders set status = 'PENDING', finished_at = null where id = '" + GOOD + "'");
        Verdict verdict = verdict();
        assertThat(verdict.violations()).containsExactly(new Violation(I1, GOOD, "is PENDING, its saga is COMPLETED"));
        assertThat(verdict.count("orders whose 202 was lost")).isEqualTo(1);
    }

    @Test
    void aSagaThatNeedsAttentionIsNotOver() {
        shop.corrupt(ORCHESTRATOR, "update saga set state = 'NEEDS_ATTENTION', attention = 'stuck' where id = " + SAGA);
        assertThat(verdict().violations())
                .containsExactly(
                        new Violation(I1, GOOD, "is COMPLETED, but its saga is still NEEDS_ATTENTION (stuck)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PAYMENT   | delete from saga_ledger where saga_id = 'SAGA'                            | I2 I4",
                "SHIPPING  | delete from saga_ledger where saga_id = 'SAGA'                            | I2 I4",
                "INVENTORY | update saga_ledger set took_effect = false where saga_id = 'SAGA'         | I2",
                "PAYMENT   | delete from ledger_entry where reference = 'ID'                           | I2 I3",
                "PAYMENT   | update payment set status = 'REFUNDED', refunded_at = now() where order_id = 'ID' | I2 I3 I5",
                "SHIPPING  | delete from shipment where order_id = 'ID'                                | I2 I5",
                "INVENTORY | update reservation set status = 'ROLLED_BACK', rolled_back_at = now() where order_id = 'ID' | I2 I3 I5",
                "ORCHESTRATOR | update saga set state = 'CANCELED' where id = 'SAGA'                   | I2 I5",
                "ORCHESTRATOR | delete from saga where id = 'SAGA'                                     | I5",
                "PAYMENT   | update customer_account set charged = charged + 1 where customer_id = 'alice' | I3",
                "PAYMENT   | update customer_account set funded = funded + 1 where customer_id = 'bob' | I3",
                "PAYMENT   | delete from ledger_entry where kind = 'FUNDING' and account like 'system%' | I3",
                "PAYMENT   | update payment set amount = amount + 1 where order_id = 'ID'              | I3",
                "INVENTORY | update stock set reserved = reserved + 1 where sku = 'MOUSE'              | I3",
                "INVENTORY | update reservation_line set quantity = 2 where order_id = 'ID'            | I3",
                "ORDER     | update orders set total_minor_units = 1 where id = 'ID'                   | I3",
                "ORDER     | delete from saga_ledger where saga_id = 'SAGA'                            | I4",
                "ORCHESTRATOR | delete from saga_history where saga_id = 'SAGA' and revision = 2       | HISTORY",
                "ORCHESTRATOR | update saga_history set step = 'payment' where saga_id = 'SAGA' and revision = 3 | HISTORY",
                "ORCHESTRATOR | update saga_history set from_state = 'PAUSED' where saga_id = 'SAGA' and revision = 3 | HISTORY",
                "ORDER     | insert into saga_ledger values ('fulfil-order:x', 'cancel', true, null, null, null, null, now(), now()) | I5",
                "SHIPPING  | insert into shipment (order_id, country, pieces, status, reason) values ('x', 'KR', 1, 'REFUSED', 'no') | I2 I5",
            })
    void whatIsBrokenOnceIsFoundAndNothingElse(Service service, String sql, String found) {
        shop.corrupt(service, sql.replace("SAGA", "fulfil-order:" + GOOD).replace("'ID'", "'" + GOOD + "'"));
        Verdict verdict = verdict();
        assertThat(verdict.violated().keySet())
                .as(verdict.violations()::toString)
                .isEqualTo(Set.copyOf(List.of(found.split(" ")).stream()
                        .map(Invariant::valueOf)
                        .toList()));
        assertThat(verdict.violations()).extracting(Violation::orderId).containsAnyOf(GOOD, "x", "");
    }

    @Test
    void aStepOfACanceledOrderThatWasNeverUndoneIsFound() {
        shop.corrupt(
                PAYMENT,
                "update saga_ledger set compensation_type = null where saga_id = 'fulfil-order:" + UNDONE + "'");
        assertThat(verdict().violations())
                .extracting(Violation::what)
                .contains("its saga is CANCELED, but by the ledger step payment was never undone");
    }

    @Test
    void aReplyOnTheTapeWithoutItsLedgerRowIsFoundUnlessItWasInjected() {
        TapeRecord forged = reply(Shop.TIMED_OUT, "PAYMENT_SUCCESS", null);
        tape.add(reply(Shop.TIMED_OUT, "PAYMENT_SUCCESS", "forged"));
        tape.add(reply(Shop.TIMED_OUT, "TECHNICAL_FAILURE", null));
        assertThat(verdict().violations()).isEmpty();
        tape.add(forged);
        assertThat(verdict().violations())
                .containsExactly(
                        new Violation(
                                I4,
                                Shop.TIMED_OUT,
                                "was told PAYMENT_SUCCESS by payment for payment/invoke at payment-events/0/1, but no ledger has it"));
    }

    @Test
    void aLedgerRowWithoutItsReplyIsFoundUnlessRecordsWereDeleted() {
        tape.removeIf(it -> it.type().equals("SHIPPING_SUCCESS") && it.orderId().equals(GOOD));
        Verdict verdict = verdict();
        assertThat(verdict.violations())
                .containsExactly(
                        new Violation(
                                I4,
                                GOOD,
                                "a ledger has the answer SHIPPING_SUCCESS by shipping for shipping/invoke, but no topic has it"));
        for (String topic : List.of("shipping-events", "shipping-commands")) {
            Verdict excused = verdict(new Recording(tape, Map.of(), Set.of(topic)));
            assertThat(excused.violations()).isEmpty();
            assertThat(excused.count("answers not looked for, since records were deleted"))
                    .isEqualTo(1);
        }
    }

    @Test
    void cancelBeforeTheConfirmationIsFoundByTheTape() {
        tape = new ArrayList<>(tape.stream()
                .map(it -> it.orderId().equals(UNDONE) && it.type().equals("PAYMENT_CANCELED")
                        ? at(it, it.timestamp() + 9)
                        : it)
                .toList());
        Verdict verdict = verdict();
        assertThat(verdict.violated().keySet()).containsExactly(G4);
        assertThat(verdict.violations().getFirst().what()).contains("is said 7 ms before the first PAYMENT_CANCELED");
    }

    @Test
    void cancelWithoutAnyConfirmationIsFoundUnlessRecordsWereMissed() {
        tape.removeIf(it -> it.orderId().equals(UNDONE) && it.type().equals("INVENTORY_ROLLED_BACK"));
        assertThat(verdict().violated().keySet()).containsExactlyInAnyOrder(I4, G4);
        assertThat(verdict(new Recording(tape, Map.of("inventory-events", 1L), Set.of("inventory-events")))
                        .violations())
                .isEmpty();
    }

    @Test
    void cancelBeforeTheConfirmationIsFoundByTheHistory() {
        shop.corrupt(
                ORCHESTRATOR,
                "update saga_history set commands = commands || ' ORDER_CANCEL' where commands = 'PAYMENT_CANCEL'");
        assertThat(verdict().violations())
                .containsExactly(new Violation(
                        G4, UNDONE, "by its history ORDER_CANCEL is said before step payment is confirmed as undone"));
    }

    @Test
    void anApiThatSaysOtherThanItsDatabaseIsFound() {
        apis.answer("/orders/" + GOOD, "{\"status\":\"PENDING\"}");
        apis.answer("/shipments/" + GOOD, "{\"status\":\"CANCELED\"}");
        assertThat(verdict().violations())
                .extracting(Violation::invariant, Violation::orderId)
                .containsExactly(tuple(I1, GOOD), tuple(I5, GOOD));
    }

    @Test
    void deadLettersAreFiguresAndInjectedOnesAreExplained() {
        tape.add(new TapeRecord("payment-commands", 0, 7, 1, "n", "MADE_UP", null, null, "forged", null));
        tape.add(letter(1, "payment-commands/0/7"));
        tape.add(letter(2, "payment-commands/0/8"));
        Verdict verdict = verdict();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.deadLetters())
                .containsExactly(new DeadLetters("payment-commands-dlt", "cannot read # bytes", 1, 1));
        assertThat(verdict.count("dead letters unexplained")).isEqualTo(1);
    }

    @Test
    void theStoryIsOfTheOrderWithTheFewestRecordsOfTheMostBasicViolation() {
        shop.corrupt(SHIPPING, "delete from shipment where order_id = '" + GOOD + "'");
        shop.corrupt(PAYMENT, "delete from payment where order_id = '" + Shop.UNPAYABLE + "'");
        shop.corrupt(INVENTORY, "update stock set reserved = reserved + 1 where sku = 'MOUSE'");
        tape.add(reply(Shop.UNPAYABLE, "PAYMENT_FAILED", "duplicate"));
        Story story = Objects.requireNonNull(verdict().story());
        assertThat(story.orderId()).isEqualTo(Shop.UNPAYABLE);
        assertThat(story.violations()).extracting(Violation::invariant).containsExactly(I2);
        List<String> text = story.text();
        assertThat(text).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Story.WIDTH));
        assertThat(text).anyMatch(it -> it.contains("PAYMENT_FAILED, injected: duplicate"));
        assertThat(text).anyMatch(it -> it.contains("kill payment-1 begins"));
        assertThat(text).anyMatch(it -> it.contains("ledger of payment") && it.contains("had no effect"));
        assertThat(text).anyMatch(it -> it.contains("saga") && it.contains("STEP_REFUSED payment"));
        assertThat(text).noneMatch(it -> it.contains("long ago"));
    }

    private Verdict verdict() {
        return verdict(new Recording(tape, Map.of(), Set.of()));
    }

    private Verdict verdict(Recording recording) {
        List<Span> faults = List.of(
                new Span("kill payment-1", AT.plusMillis(40), AT.plusSeconds(1)),
                new Span("long ago", Instant.EPOCH, Instant.EPOCH.plusSeconds(1)));
        return new Checker(shop.jdbcUrls(), apis.urls(), recording).check(accepted, faults);
    }

    private static TapeRecord reply(String id, String type, @Nullable String mark) {
        String command = "fulfil-order:{}/payment/invoke";
        return new TapeRecord("payment-events", 0, 1, AT.toEpochMilli(), id, type, "x", command, mark, null);
    }

    private static TapeRecord letter(int offset, String source) {
        TapeRecord.Letter letter = new TapeRecord.Letter("cannot read 17 bytes", source, "");
        return new TapeRecord("payment-commands-dlt", 0, offset, 1, "n", "", null, null, null, letter);
    }

    private static TapeRecord at(TapeRecord it, long timestamp) {
        return new TapeRecord(
                it.topic(),
                it.partition(),
                it.offset(),
                timestamp,
                it.orderId(),
                it.type(),
                it.idPattern(),
                it.replyPattern(),
                it.mark(),
                it.letter());
    }
}
