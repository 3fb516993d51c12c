package io.counterstep.fulfilment.payment;

import static io.counterstep.fulfilment.payment.PaymentFixture.order;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentControllerTest {

    private final TestDatabase database = TestDatabase.start("classpath:db/payment", "classpath:db/payment-demo");
    private final PaymentFixture payments = new PaymentFixture(database);
    private final RestTestClient http = RestTestClient.bindToController(new PaymentController(database.jdbc))
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
    void aPaymentIsShownWithItsAmountAndStatus() {
        payments.charge(order("o1", "alice", 258_000));
        shows("/payments/o1", """
                {"orderId":"o1","status":"CHARGED","customerId":"alice","paymentId":"pay-o1",
                 "amount":{"currency":"KRW","minorUnits":258000},"reason":null,"refundedAt":null}
                """);
    }

    @Test
    void aRefusedPaymentIsShownWithItsReason() {
        payments.charge(order("o1", "bankrupt", 1));
        shows("/payments/o1", """
                {"status":"REFUSED","paymentId":null,
                 "reason":"balance of customer bankrupt is too low for 1 minor units of KRW"}
                """);
    }

    @Test
    void anAccountIsShownWithWhatWasChargedAndRefunded() {
        payments.charge(order("o1", "alice", 300), order("o2", "alice", 200));
        payments.refund("o1");
        shows("/accounts/alice", """
                {"customerId":"alice","balance":{"currency":"KRW","minorUnits":999999999800},
                 "funded":{"currency":"KRW","minorUnits":1000000000000},
                 "charged":{"currency":"KRW","minorUnits":500},"refunded":{"currency":"KRW","minorUnits":300}}
                """);
        http.get()
                .uri("/payments/o1")
                .exchange()
                .expectBody()
                .jsonPath("$.refundedAt")
                .isNotEmpty();
    }

    @Test
    void whatIsNotThereIsAProblemThatSaysWhatWasLookedFor() {
        isNotFound("/payments/o9", "no payment was asked for order 'o9'");
        isNotFound("/accounts/nobody", "customer 'nobody' has no account");
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
