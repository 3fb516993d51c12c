package io.counterstep.spring;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
 *
 * <p>Only work takes a turn. A body is read before it, so a slow client keeps nobody from one. A request that is answered later
 * ({@code startAsync}) keeps its place among those that are let in until it is over, and takes another turn when it is dispatched
 * again. A stream of events lives long, so it counts apart: whoever accepts {@code text/event-stream} takes one of the few places
 * of those, and once it streams no other.
 */
final class AdmissionFilter extends OncePerRequestFilter {

    /** The most bytes that the bodies of all requests take together. */
    static final int MAX_BUFFERED = 64 << 20;

    private static final Duration WARN_EVERY = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionFilter.class);

    private final Bounds bounds;
    private final String actuatorPath;
    private final Semaphore admitted;
    private final Semaphore atWork;
    private final Semaphore streams;
    private final Semaphore buffered = new Semaphore(MAX_BUFFERED);
    private final BodyReader bodies;
    private final AtomicReference<@Nullable Long> lastWarning = new AtomicReference<>();

    /**
     * @param atOnce requests that are answered at a time
     * @param waiting requests that may wait beyond these
     * @param patience how long one waits
     * @param streams streams of events that are open at a time, beside these
     * @param maxBody bytes that a request's body may have
     * @param uploadWithin how long a body may take to come
     */
    record Bounds(int atOnce, int waiting, Duration patience, int streams, long maxBody, Duration uploadWithin) {}

    AdmissionFilter(Bounds bounds, String actuatorPath, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.actuatorPath = actuatorPath;
        this.admitted = new Semaphore(bounds.atOnce() + bounds.waiting());
        this.atWork = new Semaphore(bounds.atOnce(), true);
        this.streams = new Semaphore(bounds.streams());
        this.bodies = new BodyReader(bounds.maxBody(), bounds.uploadWithin(), nanoTime);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        // an actuator at the root shares it with everything else, which must be bounded
        return !actuatorPath.equals("/") && (path.equals(actuatorPath) || path.startsWith(actuatorPath + "/"));
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            // it is done already, and its client has to hear of it: those who wait here are few, as each keeps its
            // place
            atWork.acquireUninterruptibly();
            work(request, response, chain);
            return;
        }
        Stay stay = new Stay(new Hold(admitted), new Hold(streams), new Hold(buffered));
        try {
            if (acceptsEvents(request) && !stay.stream().take(1)) {
                refuse(response, "too many streams of events at once; try again later");
            } else if (!stay.place().take(1)) {
                refuse(response, "too many requests at once; send it again later");
            } else {
                answerInTurn(bodies.read(request, stay.bytes()), response, chain);
            }
        } catch (BodyReader.RefusedBody refused) {
            refuse(response, refused.status(), String.valueOf(refused.getMessage()));
        } finally {
            if (request.isAsyncStarted()) {
                stay.goesOn(request.getAsyncContext());
            } else {
                stay.end();
            }
        }
    }

    /** An {@code EventSource} always says so. */
    private static boolean acceptsEvents(HttpServletRequest request) {
        return Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).stream()
                .anyMatch(it -> it.toLowerCase(Locale.ROOT).contains(MediaType.TEXT_EVENT_STREAM_VALUE));
    }

    /** What a request keeps from others until it is over. */
    private record Stay(Hold place, Hold stream, Hold bytes) implements AsyncListener {

        void goesOn(AsyncContext context) {
            if (!stream.isEmpty()) {
                place.giveBack();
                bytes.giveBack();
            }
            context.addListener(this);
        }

        void end() {
            place.giveBack();
            stream.giveBack();
            bytes.giveBack();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        /** Listeners do not outlive a second start. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }

    private void answerInTurn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isTurn()) {
            work(request, response, chain);
        } else {
            refuse(response, "waited behind other requests for as long as is allowed; send it again later");
        }
    }

    /** Whoever calls has taken a turn, which is given back here. */
    private void work(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
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
        refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, detail);
    }

    private static void refuse(HttpServletResponse response, int status, String detail) throws IOException {
        response.setStatus(status);
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS);
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        byte[] body = "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(HttpStatus.valueOf(status).getReasonPhrase(), status, detail)
                .getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
