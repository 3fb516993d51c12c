package io.counterstep.fulfilment.payment;

import io.counterstep.fulfilment.contracts.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Shows payments and accounts; what is not there is answered with 404 and a problem detail. */
@RestController
@Transactional(readOnly = true, timeout = PaymentController.SECONDS)
class PaymentController {

    /** How long its queries may take; a table that is locked for longer is answered 503. */
    static final int SECONDS = 5;

    private final JdbcClient jdbc;

    PaymentController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/payments/{orderId}")
    PaymentView payment(@PathVariable String orderId) {
        return jdbc.sql("select * from payment where order_id = ?")
                .param(orderId)
                .query((row, number) -> payment(row))
                .optional()
                .orElseThrow(() -> notFound("no payment was asked for order '" + orderId + "'"));
    }

    @GetMapping("/accounts/{customerId}")
    AccountView account(@PathVariable String customerId) {
        return jdbc.sql("select * from account_balance where customer_id = ?")
                .param(customerId)
                .query((row, number) -> account(row))
                .optional()
                .orElseThrow(() -> notFound("customer '" + customerId + "' has no account"));
    }

    /**
     * @param paymentId null if refused
     * @param reason why it was refused, else null
     * @param refundedAt null unless refunded
     */
    record PaymentView(
            String orderId,
            PaymentStatus status,
            String customerId,
            Money amount,
            @Nullable String paymentId,
            @Nullable String reason,
            Instant requestedAt,
            @Nullable Instant refundedAt) {}

    /** The balance is always funded - charged + refunded. */
    record AccountView(String customerId, Money balance, Money funded, Money charged, Money refunded) {}

    private static PaymentView payment(ResultSet row) throws SQLException {
        return new PaymentView(
                row.getString("order_id"),
                PaymentStatus.valueOf(row.getString("status")),
                row.getString("customer_id"),
                money(row, "amount"),
                row.getString("payment_id"),
                row.getString("reason"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                instant(row, "refunded_at"));
    }

    private static AccountView account(ResultSet row) throws SQLException {
        return new AccountView(
                row.getString("customer_id"),
                money(row, "balance"),
                money(row, "funded"),
                money(row, "charged"),
                money(row, "refunded"));
    }

    private static Money money(ResultSet row, String column) throws SQLException {
        return new Money(row.getString("currency"), row.getLong(column));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static ResponseStatusException notFound(String detail) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, detail);
    }
}
