package io.counterstep.orchestrator;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.message.SagaId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants done to many sagas.
 *
 * @param step where it applies; null if to the whole saga
 * @param type the reply to assume; null unless it resolves
 * @param body the reply's own fields as a JSON object; null if it has none
 * @param by who asks, for each saga's history
 * @param why for each saga's history
 * @param rate the most sagas a second, 1 to {@link #MAX_RATE}
 * @param max the most sagas, the oldest first, 1 to {@link #MAX_SAGAS}
 */
public record BulkRequest(
        Operation operation,
        BulkFilter filter,
        @Nullable String step,
        @Nullable String type,
        @Nullable String body,
        String by,
        String why,
        int rate,
        int max) {

    public static final int DEFAULT_RATE = 20;

    public static final int MAX_RATE = 1_000;

    public static final int DEFAULT_SAGAS = 1_000;

    public static final int MAX_SAGAS = 100_000;

    /** The operations on one saga. */
    public enum Operation {
        RETRY,
        COMPENSATE,
        PAUSE,
        RESUME,
        SKIP,
        RESOLVE;

        /** As it is asked for, stored and shown. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is none of that name */
        public static Operation ofWireName(String name) {
            for (Operation operation : values()) {
                if (operation.wireName().equals(name)) {
                    return operation;
                }
            }
            throw new IllegalArgumentException("there is no operation '" + name + "'");
        }

        /** Whether it is about a step. */
        public boolean needsStep() {
            return this == SKIP || this == RESOLVE;
        }

        /** Whether it assumes a reply. */
        public boolean needsReply() {
            return this == RESOLVE;
        }
    }

    /** @throws IllegalArgumentException if the operation lacks its step or reply, or a number is out of its bounds */
    public BulkRequest {
        if ((operation.needsStep() && step == null) || (operation.needsReply() && type == null)) {
            throw new IllegalArgumentException(operation.wireName() + " needs a step"
                    + (operation.needsReply() ? ", and the type of the reply to assume" : ""));
        }
        if (rate < 1 || rate > MAX_RATE || max < 1 || max > MAX_SAGAS) {
            throw new IllegalArgumentException(
                    "rate must be 1 to " + MAX_RATE + " and max 1 to " + MAX_SAGAS + ", found " + rate + " and " + max);
        }
    }

    /**
     * What it is for that saga.
     *
     * @throws AssumedReplyException if the reply does not answer the step, or the fields do not fit it
     * @throws VersionNotHereException if another instance has to be asked
     */
    Input.Operation on(SagaId saga, SagaOperations operations) {
        return on(saga, operation.needsReply() ? operations.peek(saga) : null, operations);
    }

    /**
     * The same for one that was peeked at.
     *
     * @param stored null if there is none, or no reply is assumed
     */
    Input.Operation on(SagaId saga, @Nullable SagaInstance stored, SagaOperations operations) {
        return switch (operation) {
            case RETRY -> new Input.Retry(by, why);
            case COMPENSATE -> new Input.Compensate(by, why);
            case PAUSE -> new Input.Pause(by, why);
            case RESUME -> new Input.Resume(by, why);
            case SKIP -> new Input.Skip(String.valueOf(step), by, why);
            case RESOLVE ->
                operations.assume(
                        saga, stored, String.valueOf(step), String.valueOf(type), body == null ? "{}" : body, by, why);
        };
    }
}
