package io.counterstep.fulfilment.orchestrator.console;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console's settings.
 *
 * @param apiUrl where the API is that the pages are made from; this service's own port if null
 * @param apiTimeout how long a page waits for an answer of the API before it says that there was none
 * @param pagesAtOnce pages that are made at a time; all others are answered 503 at once
 * @param demo where the demo's other services are, for the page that tries them out; there is no such page if null
 */
@ConfigurationProperties("counterstep.console")
record ConsoleProperties(
        @Nullable String apiUrl,
        @DefaultValue("12s") Duration apiTimeout,
        @DefaultValue("32") int pagesAtOnce,
        @Nullable Demo demo) {

    /**
     * The demo's services; all three, or the service does not start.
     *
     * @param orderUrl where the demo's order service is, without a path
     * @param paymentUrl where the demo's payment service is, without a path
     * @param shippingUrl where the demo's shipping service is, without a path
     */
    record Demo(String orderUrl, String paymentUrl, String shippingUrl) {

        static final String PREFIX = "counterstep.console.demo";

        Demo {
            require("order-url", orderUrl);
            require("payment-url", paymentUrl);
            require("shipping-url", shippingUrl);
        }

        private static void require(String name, @Nullable String url) {
            if (url == null || url.isBlank()) {
                throw new IllegalArgumentException(
                        "set " + PREFIX + "." + name + " too: the page for the demo needs all three services");
            }
        }
    }

    ConsoleProperties {
        if (pagesAtOnce < 1) {
            throw new IllegalArgumentException("set counterstep.console.pages-at-once to 1 or more");
        }
        if (!apiTimeout.isPositive()) {
            throw new IllegalArgumentException("set counterstep.console.api-timeout to more than 0s");
        }
    }
}
