package io.counterstep.fulfilment.shipping;

import static io.counterstep.fulfilment.shipping.ShipmentStatus.BOOKED;
import static io.counterstep.fulfilment.shipping.ShipmentStatus.CANCELED;
import static io.counterstep.fulfilment.shipping.ShipmentStatus.REFUSED;
import static io.counterstep.fulfilment.shipping.ShippingFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingFailed;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingReply;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingRequested;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingSuccess;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DuplicateKeyException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippingServiceTest {

    private final TestDatabase database = TestDatabase.start("classpath:db/shipping", "classpath:db/shipping-demo");
    private final ShippingFixture shipping = new ShippingFixture(database);

    @AfterAll
    void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void reset() {
        database.reset();
    }

    @Test
    void anOrderIsBookedWithTheCarrierItsCountryPrefers() {
        assertThat(shipping.book(order("o1", "KR"), order("o2", "DE")))
                .containsExactly(
                        new ShippingSuccess("o1", "hanbit-express", "HBX-o1"),
                        new ShippingSuccess("o2", "seven-seas", "SSP-o2"));
        assertThat(shipping.count(BOOKED)).isEqualTo(2);
    }

    @Test
    void aCountryThatNoCarrierServesIsRefused() {
        assertThat(shipping.book(order("o1", "AQ")))
                .containsExactly(new ShippingFailed("o1", "no carrier serves country AQ"));
        assertThat(shipping.count(REFUSED)).isOne();
    }

    @Test
    void whatIsNoCountryIsRefused() {
        assertThat(shipping.book(order("o1", "kr"), order("o2", "XX"), order("o3", "")))
                .containsExactly(
                        new ShippingFailed("o1", "no carrier serves country kr"),
                        new ShippingFailed("o2", "no carrier serves country XX"),
                        new ShippingFailed("o3", "no carrier serves country "));
    }

    @Test
    void aBatchOfMixedOutcomesIsAnsweredInOrder() {
        assertThat(shipping.book(order("o1", "AQ"), order("o2", "JP"), order("o3", "AQ"), order("o4", "US")))
                .containsExactly(
                        new ShippingFailed("o1", "no carrier serves country AQ"),
                        new ShippingSuccess("o2", "hanbit-express", "HBX-o2"),
                        new ShippingFailed("o3", "no carrier serves country AQ"),
                        new ShippingSuccess("o4", "seven-seas", "SSP-o4"));
    }

    @Test
    void aDestinationNeedsNoPostalCode() {
        assertThat(shipping.book(new ShippingRequested("o1", "HK", null, List.of())))
                .containsExactly(new ShippingSuccess("o1", "hanbit-express", "HBX-o1"));
    }

    @Test
    void everyCountryIsServedInTheDemoButAntarctica() {
        List<ShippingRequested> everywhere = Stream.of(Locale.getISOCountries())
                .map(country -> order("to-" + country, country))
                .toList();

        List<ShippingReply> replies = shipping.book(everywhere);

        assertThat(replies)
                .hasSizeGreaterThanOrEqualTo(249)
                .filteredOn(ShippingFailed.class::isInstance)
                .containsExactly(new ShippingFailed("to-AQ", "no carrier serves country AQ"));
    }

    @Test
    void aCanceledShipmentIsNoLongerBooked() {
        shipping.book(order("o1", "KR"), order("o2", "KR"));

        shipping.cancel("o1");

        assertThat(shipping.count(CANCELED)).isOne();
        assertThat(shipping.count(BOOKED)).isOne();
    }

    @Test
    void bookingAnOrderTwiceIsAnErrorAndBooksNothing() {
        shipping.book(order("o1", "KR"));

        assertThatThrownBy(() -> shipping.book(order("o2", "KR"), order("o1", "KR")))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(shipping.count(BOOKED)).isOne();
    }

    @Test
    void cancelingWhatWasNotBookedIsAnErrorAndCancelsNothing() {
        shipping.book(order("o1", "KR"), order("o2", "AQ"));

        assertThatThrownBy(() -> shipping.cancel("o1", "o2", "o3"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[o2, o3]");
        assertThat(shipping.count(BOOKED)).isOne();
    }
}
