package io.counterstep.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers so many requests at once, lets so many more wait in the order in which they came, and tells all others at once
 * to come back: 503 with {@code Retry-After}, as problem details. So a flood neither fills the heap nor keeps the sagas'
 * messages from their connections to the database. A request that fails because the database is away or too busy gets the
 * same answer. What is below the path of the actuator is always let in. Thread-safe.
 */
final class AdmissionFilter extends OncePerRequestFilter {

    private static final String RETRY_AFTER_SECONDS = "3";
    private static final Duration WARN_EVERY = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionFilter.class);

    private final Bounds bounds;
    private final String actuatorPath;
    private final Semaphore admitted;
    private final Semaphore atWork;
    private final AtomicReference<@Nullable Long> lastWarning = new AtomicReference<>();

    /**
     * @param atOnce requests that are answered at a time
     * @param waiting requests that may wait beyond these
     * @param patience how long one waits
     */
    record Bounds(int atOnce, int waiting, Duration patience) {}

    AdmissionFilter(Bounds bounds, String actuatorPath) {
        this.bounds = bounds;
        this.actuatorPath = actuatorPath;
        this.admitted = new Semaphore(bounds.atOnce() + bounds.waiting());
        this.atWork = new Semaphore(bounds.atOnce(), true);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        // an actuator at the root shares it with everything else, which must be bounded
        return !actuatorPath.equals("/") && (path.equals(actuatorPath) || path.startsWith(actuatorPath + "/"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!admitted.tryAcquire()) {
            refuse(response, "too many requests at once; send it again later");
            return;
        }
        try {
            answerInTurn(request, response, chain);
        } finally {
            admitted.release();
        }
    }

    private void answerInTurn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isTurn()) {
            refuse(response, "waited behind other requests for as long as is allowed; send it again later");
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException failed) {
            if (response.isCommitted() || !isDatabaseAway(failed.getRootCause(), failed.getCause())) {
                throw failed;
            }
            warn(failed);
            response.reset();
            refuse(response, "the database cannot be used at the moment; send it again later");
        } finally {
            atWork.release();
        }
    }

    private boolean isTurn() {
        try {
            return atWork.tryAcquire(bounds.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isDatabaseAway(@Nullable Throwable... causes) {
        for (Throwable cause : causes) {
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof TransactionSystemException
                    || cause instanceof TransactionTimedOutException
                    || cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof RecoverableDataAccessException) {
                return true;
            }
        }
        return false;
    }

    /** A database that is away fails every request; the log must not grow with them. */
    private void warn(ServletException failed) {
        long now = System.nanoTime();
        Long last = lastWarning.get();
        if ((last == null || now - last >= WARN_EVERY.toNanos()) && lastWarning.compareAndSet(last, now)) {
            LOG.warn("answering 503, the database cannot be used (said at most every {})", WARN_EVERY, failed);
        }
    }

    private static void refuse(HttpServletResponse response, String detail) throws IOException {
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        byte[] body = "{\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"%s\"}"
                .formatted(detail)
                .getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
