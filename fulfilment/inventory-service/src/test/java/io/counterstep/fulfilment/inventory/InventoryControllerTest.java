package io.counterstep.fulfilment.inventory;

import static io.counterstep.fulfilment.inventory.InventoryFixture.line;
import static io.counterstep.fulfilment.inventory.InventoryFixture.order;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventoryControllerTest {

    private final TestDatabase database = TestDatabase.start("classpath:db/inventory", "classpath:db/inventory-demo");
    private final InventoryFixture inventory = new InventoryFixture(database);
    private final RestTestClient http = RestTestClient.bindToController(new InventoryController(database.jdbc))
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
    void stockIsShownAsItIsNowIncludingWhatHasComeBack() {
        inventory.reserve(order("o1", line("KEYBOARD", 2)), order("o2", line("KEYBOARD", 5)));
        inventory.rollBack("o2");
        shows("/stock/KEYBOARD", """
                {"sku":"KEYBOARD","onHand":100000000,"available":99999998,"reserved":2}
                """);
    }

    @Test
    void aReservationIsShownWithItsLines() {
        inventory.reserve(order("o1", line("MOUSE", 1), line("KEYBOARD", 2), line("MOUSE", 1)));
        shows("/reservations/o1", """
                {"orderId":"o1","status":"RESERVED","reservationId":"res-o1","reason":null,"rolledBackAt":null,
                 "lines":[{"sku":"KEYBOARD","quantity":2},{"sku":"MOUSE","quantity":2}]}
                """);
    }

    @Test
    void aRefusedReservationIsShownWithItsReason() {
        inventory.reserve(order("o1", line("OUT-OF-STOCK", 1)));
        shows("/reservations/o1", """
                {"status":"REFUSED","reservationId":null,"lines":[],
                 "reason":"SKU OUT-OF-STOCK is short: 1 wanted, 0 available"}
                """);
    }

    @Test
    void whatIsNotThereIsAProblemThatSaysWhatWasLookedFor() {
        isNotFound("/stock/SOFA", "SKU 'SOFA' is unknown");
        isNotFound("/reservations/o9", "no reservation was asked for order 'o9'");
    }

    /** As {@code spring.mvc.problemdetails.enabled} does. */
    @ControllerAdvice
    private static final class ProblemDetails extends ResponseEntityExceptionHandler {}

    private void shows(String path, String json) {
        http.get().uri(path).exchange().expectStatus().isOk().expectBody().json(json);
    }

    private void isNotFound(String path, String detail) {
        http.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo(detail);
    }
}
