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
 */
@ConfigurationProperties("counterstep.console")
record ConsoleProperties(
        @Nullable String apiUrl,
        @DefaultValue("12s") Duration apiTimeout,
        @DefaultValue("32") int pagesAtOnce) {

    ConsoleProperties {
        if (pagesAtOnce < 1) {
            throw new IllegalArgumentException("set counterstep.console.pages-at-once to 1 or more");
        }
        if (!apiTimeout.isPositive()) {
            throw new IllegalArgumentException("set counterstep.console.api-timeout to more than 0s");
        }
    }
}
