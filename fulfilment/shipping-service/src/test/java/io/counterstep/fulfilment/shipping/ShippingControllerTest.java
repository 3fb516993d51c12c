package io.counterstep.fulfilment.shipping;

import static io.counterstep.fulfilment.shipping.ShippingFixture.order;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippingControllerTest {

    private final TestDatabase database = TestDatabase.start("classpath:db/shipping", "classpath:db/shipping-demo");
    private final ShippingFixture shipping = new ShippingFixture(database);
    private final RestTestClient http = RestTestClient.bindToController(new ShippingController(database.jdbc))
            .configureServer(server -> server.setControllerAdvice(new ProblemDetails()))
            .build();

    @AfterAll
    void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void reset() {
        database.reset();
    }

    @Test
    void aShipmentIsShownWithItsTrackingNumber() {
        shipping.book(order("o1", "KR"));
        shows("/shipments/o1", """
                {"orderId":"o1","status":"BOOKED","country":"KR","postalCode":"04524","pieces":3,
                 "carrier":"hanbit-express","trackingNumber":"HBX-o1","reason":null,"canceledAt":null}
                """);
    }

    @Test
    void aCanceledShipmentIsShownWithItsTime() {
        shipping.book(order("o1", "KR"));
        shipping.cancel("o1");
        shows("/shipments/o1", "{\"status\":\"CANCELED\",\"trackingNumber\":\"HBX-o1\"}");
        http.get()
                .uri("/shipments/o1")
                .exchange()
                .expectBody()
                .jsonPath("$.canceledAt")
                .isNotEmpty();
    }

    @Test
    void aRefusedShipmentIsShownWithItsReason() {
        shipping.book(order("o1", "AQ"));
        shows("/shipments/o1", """
                {"status":"REFUSED","carrier":null,"trackingNumber":null,"reason":"no carrier serves country AQ"}
                """);
    }

    @Test
    void whatIsNotThereIsAProblemThatSaysWhatWasLookedFor() {
        http.get()
                .uri("/shipments/o9")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("no shipment was asked for order 'o9'");
    }

    /** As {@code spring.mvc.problemdetails.enabled} does. */
    @ControllerAdvice
    private static final class ProblemDetails extends ResponseEntityExceptionHandler {}

    private void shows(String path, String json) {
        http.get().uri(path).exchange().expectStatus().isOk().expectBody().json(json);
    }
}
