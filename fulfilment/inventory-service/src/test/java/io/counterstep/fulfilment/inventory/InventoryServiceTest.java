package io.counterstep.fulfilment.inventory;

import static io.counterstep.fulfilment.inventory.InventoryFixture.line;
import static io.counterstep.fulfilment.inventory.InventoryFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventoryFailed;
import io.counterstep.fulfilment.contracts.InventoryVocabulary.InventorySuccess;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventoryServiceTest {

    private final TestDatabase database = TestDatabase.start("classpath:db/inventory");
    private final InventoryFixture inventory = new InventoryFixture(database);

    @AfterAll
    void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void tenKeyboardsAndFiveMice() {
        database.reset();
        inventory.stock("KEYBOARD", 10);
        inventory.stock("MOUSE", 5);
    }

    @Test
    void allLinesOfAnOrderAreReserved() {
        assertThat(inventory.reserve(order("o1", line("KEYBOARD", 2), line("MOUSE", 5))))
                .containsExactly(new InventorySuccess("o1", "res-o1"));

        assertThat(inventory.available("KEYBOARD")).isEqualTo(8);
        assertThat(inventory.available("MOUSE")).isZero();
        assertThat(inventory.skusThatDisagreeWithTheirReservations()).isZero();
    }

    @Test
    void nothingIsReservedIfOneLineIsShort() {
        assertThat(inventory.reserve(order("o1", line("KEYBOARD", 2), line("MOUSE", 6))))
                .containsExactly(new InventoryFailed("o1", "SKU MOUSE is short: 6 wanted, 5 available"));
        assertNothingReserved();
    }

    @Test
    void twoLinesOfOneSkuAreWantedTogether() {
        assertThat(inventory.reserve(
                        order("o1", line("MOUSE", 3), line("MOUSE", 3)),
                        order("o2", line("KEYBOARD", 3), line("KEYBOARD", 3))))
                .containsExactly(
                        new InventoryFailed("o1", "SKU MOUSE is short: 6 wanted, 5 available"),
                        new InventorySuccess("o2", "res-o2"));
        assertThat(inventory.available("KEYBOARD")).isEqualTo(4);
    }

    @Test
    void twoLinesWhoseSumIsBeyond32BitsAreShort() {
        assertThat(inventory.reserve(order("o1", line("MOUSE", Integer.MAX_VALUE), line("MOUSE", Integer.MAX_VALUE))))
                .containsExactly(new InventoryFailed("o1", "SKU MOUSE is short: 4294967294 wanted, 5 available"));
    }

    @Test
    void anUnknownSkuIsRefused() {
        assertThat(inventory.reserve(order("o1", line("KEYBOARD", 1), line("SOFA", 1))))
                .containsExactly(new InventoryFailed("o1", "SKU SOFA is unknown"));
        assertNothingReserved();
    }

    @Test
    void aQuantityThatIsNotPositiveIsRefused() {
        assertThat(inventory.reserve(
                        order("o1", line("KEYBOARD", 0)), order("o2", line("MOUSE", 3), line("MOUSE", -1))))
                .containsExactly(
                        new InventoryFailed("o1", "quantity of SKU KEYBOARD must be positive, found 0"),
                        new InventoryFailed("o2", "quantity of SKU MOUSE must be positive, found -1"));
        assertNothingReserved();
    }

    @Test
    void anOrderWithoutLinesIsRefused() {
        assertThat(inventory.reserve(order("o1"))).containsExactly(new InventoryFailed("o1", "order has no lines"));
    }

    @Test
    void aBatchIsAnsweredInOrderAndEarlierOrdersAreServedFirst() {
        assertThat(inventory.reserve(
                        order("o1", line("MOUSE", 4)),
                        order("o2", line("KEYBOARD", 1), line("MOUSE", 2)),
                        order("o3", line("SOFA", 1)),
                        order("o4", line("MOUSE", 1), line("KEYBOARD", 10)),
                        order("o5", line("MOUSE", 1))))
                .containsExactly(
                        new InventorySuccess("o1", "res-o1"),
                        new InventoryFailed("o2", "SKU MOUSE is short: 2 wanted, 1 available"),
                        new InventoryFailed("o3", "SKU SOFA is unknown"),
                        new InventorySuccess("o4", "res-o4"),
                        new InventoryFailed("o5", "SKU MOUSE is short: 1 wanted, 0 available"));
        assertThat(inventory.skusThatDisagreeWithTheirReservations()).isZero();
    }

    @Test
    void aRollbackGivesBackExactlyWhatWasReserved() {
        inventory.reserve(order("o1", line("KEYBOARD", 2), line("MOUSE", 5)), order("o2", line("KEYBOARD", 3)));

        inventory.rollBack("o1");

        assertThat(inventory.available("KEYBOARD")).isEqualTo(7);
        assertThat(inventory.available("MOUSE")).isEqualTo(5);
        assertThat(inventory.skusThatDisagreeWithTheirReservations()).isZero();
    }

    @Test
    void whatWasGivenBackCanBeReservedAgain() {
        inventory.reserve(order("o1", line("MOUSE", 5)));
        inventory.rollBack("o1");

        assertThat(inventory.reserve(order("o2", line("MOUSE", 5))))
                .containsExactly(new InventorySuccess("o2", "res-o2"));
        assertThat(inventory.available("MOUSE")).isZero();
        assertThat(database.count("select count(*) from stock_return")).isZero();
    }

    @Test
    void reservingForAnOrderTwiceIsAnErrorAndTakesNothing() {
        inventory.reserve(order("o1", line("MOUSE", 1)));

        assertThatThrownBy(() -> inventory.reserve(order("o2", line("MOUSE", 1)), order("o1", line("MOUSE", 1))))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(inventory.available("MOUSE")).isEqualTo(4);
    }

    @Test
    void rollingBackWhatWasNotReservedIsAnErrorAndGivesNothingBack() {
        inventory.reserve(order("o1", line("MOUSE", 1)), order("o2", line("MOUSE", 9)));

        assertThatThrownBy(() -> inventory.rollBack("o1", "o2", "o3"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[o2, o3]");
        assertThat(inventory.available("MOUSE")).isEqualTo(4);
    }

    @Test
    void theDatabaseItselfRefusesToOversell() {
        assertThatThrownBy(() -> database.jdbc
                        .sql("update stock set reserved = 6 where sku = 'MOUSE'")
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("nothing_is_oversold");
    }

    private void assertNothingReserved() {
        assertThat(inventory.available("KEYBOARD")).isEqualTo(10);
        assertThat(inventory.available("MOUSE")).isEqualTo(5);
        assertThat(database.count("select count(*) from reservation_line")).isZero();
    }
}
