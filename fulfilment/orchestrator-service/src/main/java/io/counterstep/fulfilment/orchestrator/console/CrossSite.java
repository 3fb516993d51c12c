package io.counterstep.fulfilment.orchestrator.console;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that another site's page makes a browser send from those of our own pages, by what browsers say themselves
 * and no page can change: {@code Sec-Fetch-Site}, and where that is missing (plain HTTP to another machine) {@code Origin}.
 */
final class CrossSite {

    /** They change nothing. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private CrossSite() {}

    /**
     * @param fetchSite the header Sec-Fetch-Site
     * @param origin the header Origin
     * @param host the header Host
     * @return whether to refuse it; also if neither header tells, since every browser sends one with a form
     */
    static boolean refuses(String method, @Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        if (SAFE.contains(method.toUpperCase(Locale.ROOT))) {
            return false;
        }
        if (fetchSite != null) {
            return !fetchSite.equals("same-origin");
        }
        return origin == null || host == null || !host.equalsIgnoreCase(authority(origin));
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException nonsense) {
            return null;
        }
    }
}
