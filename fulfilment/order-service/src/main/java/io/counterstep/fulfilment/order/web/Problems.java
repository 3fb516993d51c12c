package io.counterstep.fulfilment.order.web;

import io.counterstep.fulfilment.order.Mistake;
import io.counterstep.fulfilment.order.RejectedRequestException;
import io.counterstep.fulfilment.order.TooBusyException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error as problem details (RFC 9457); what Spring MVC refuses by itself is mapped by the superclass. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    /** After that time the pool has tried for a new connection again. */
    private static final String RETRY_AFTER_SECONDS = "3";

    private static final Duration WARN_EVERY = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private final AtomicReference<@Nullable Long> lastWarning = new AtomicReference<>();

    /** 400 if anything is malformed, else 422; {@code errors} lists each field with what is wrong with it. */
    @ExceptionHandler
    ProblemDetail rejected(RejectedRequestException rejected) {
        List<Mistake> mistakes = rejected.mistakes();
        boolean malformed = mistakes.stream().anyMatch(it -> it.kind() == Mistake.Kind.MALFORMED);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                malformed ? HttpStatus.BAD_REQUEST : HttpStatus.UNPROCESSABLE_CONTENT, summary(mistakes));
        problem.setProperty(
                "errors",
                mistakes.stream()
                        .map(it -> Map.of("field", it.field(), "detail", it.detail()))
                        .toList());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail unknown(UnknownOrderException unknown) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, unknown.getMessage());
    }

    @ExceptionHandler
    ProblemDetail isFinal(FinalOrderException tooLate) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, tooLate.getMessage());
    }

    @ExceptionHandler
    ProblemDetail tooLarge(BodyTooLargeException tooLarge) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, tooLarge.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unreadable(IOException unreadable) {
        log.debug("a request's body could not be read", unreadable);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "the body could not be read to its end; send the request again");
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        TransactionSystemException.class,
        TransactionTimedOutException.class,
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class
    })
    ResponseEntity<ProblemDetail> databaseAway(Exception failure) {
        if (isTimeToWarn()) {
            log.warn("answering 503, the database cannot be used (said at most every {})", WARN_EVERY, failure);
        }
        return comeBack("the database cannot be used at the moment; send the request again later, with the same "
                + IdempotencyKey.HEADER + " if it places an order");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooBusy(TooBusyException busy) {
        return comeBack(busy.getMessage() + "; send it again later");
    }

    private static ResponseEntity<ProblemDetail> comeBack(String detail) {
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    @ExceptionHandler
    ProblemDetail unexpected(Exception bug) {
        log.error("answered 500", bug);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "the request could not be handled; the cause is in the service's log");
    }

    /** A database that is away fails every request; the log must not grow with them. */
    private boolean isTimeToWarn() {
        long now = System.nanoTime();
        Long last = lastWarning.get();
        return (last == null || now - last >= WARN_EVERY.toNanos()) && lastWarning.compareAndSet(last, now);
    }

    private static String summary(List<Mistake> mistakes) {
        Mistake first = mistakes.getFirst();
        String where = first.field().isEmpty() ? "the body" : first.field();
        String more = mistakes.size() == 1 ? "" : " (and " + (mistakes.size() - 1) + " more)";
        return where + " " + first.detail() + more;
    }
}
