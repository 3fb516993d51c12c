package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What holds for all pages: they load nothing from elsewhere and run no script of their text, nobody frames them, no other
 * site's page posts to them, and only so many are made at a time. Thread-safe.
 */
final class ConsoleFilter extends OncePerRequestFilter {

    static final String PATH = "/console";

    /** No inline script or style, nothing from another origin. */
    static final String POLICY =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

    private static final String RETRY_AFTER_SECONDS = "3";

    private final Semaphore pages;

    ConsoleFilter(int pagesAtOnce) {
        this.pages = new Semaphore(pagesAtOnce);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        // not no-referrer: browsers would then call the origin of our own forms "null"
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (CrossSite.refuses(
                request.getMethod(),
                request.getHeader("Sec-Fetch-Site"),
                request.getHeader(HttpHeaders.ORIGIN),
                request.getHeader(HttpHeaders.HOST))) {
            refuse(response, HttpServletResponse.SC_FORBIDDEN, "This did not come from a page of this console.");
        } else if (!pages.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many pages at once; try again later.");
        } else {
            try {
                chain.doFilter(request, response);
            } finally {
                pages.release();
            }
        }
    }

    private static void refuse(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.TEXT_PLAIN_VALUE);
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
