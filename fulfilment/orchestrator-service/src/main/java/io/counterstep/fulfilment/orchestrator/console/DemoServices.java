package io.counterstep.fulfilment.orchestrator.console;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The demo's other services, asked over HTTP. Thread-safe. */
final class DemoServices {

    /** The most orders that are placed by one request: each waits for the one before. */
    static final int MAX_ORDERS = 50;

    private static final String MISCHIEF = "/demo/mischief";

    private final ConsoleApi order;
    private final ConsoleApi payment;
    private final ConsoleApi shipping;

    DemoServices(ConsoleProperties.Demo demo, Duration timeout) {
        this.order = new ConsoleApi(demo::orderUrl, timeout);
        this.payment = new ConsoleApi(demo::paymentUrl, timeout);
        this.shipping = new ConsoleApi(demo::shippingUrl, timeout);
    }

    /**
     * What came of a form.
     *
     * @param placed how many orders were taken
     * @param refused why the next one, or what was wanted, was not; null if all is done
     */
    record Outcome(int placed, Answer.@Nullable Problem refused) {}

    /** Places so many, one after the other, until one is refused; each kind in turn if none is given. */
    Outcome place(@Nullable TryKind kind, int number) {
        for (int position = 0; position < number; position++) {
            if (order.post(Map.of(), TryKind.of(kind, position).order(), "/orders") instanceof Answer.Problem refused) {
                return new Outcome(position, refused);
            }
        }
        return new Outcome(number, null);
    }

    Answer paymentMischief() {
        return payment.get(MISCHIEF);
    }

    Answer shippingMischief() {
        return shipping.get(MISCHIEF);
    }

    Answer changePayment(JsonNode wish) {
        return payment.put(wish, MISCHIEF);
    }

    Answer changeShipping(JsonNode wish) {
        return shipping.put(wish, MISCHIEF);
    }
}
