package io.counterstep.fulfilment.local.cli;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Follows one order's saga to its end by asking for its history. Each transition is handed on once, in order. A service
 * that stops answering is asked again until the time is over: a saga survives that, so following it should too.
 */
final class Follower {

    /** How following ended. */
    sealed interface Ending {}

    /** @param order the final order, as the order service tells it */
    record Ended(JsonNode order) implements Ending {}

    /** The saga waits for an operator. */
    record Stuck(JsonNode transition) implements Ending {}

    /** The time was over first. */
    record TimedOut() implements Ending {}

    static final Duration POLL_INTERVAL = Duration.ofMillis(30);

    private final Api api;
    private final Endpoints system;
    private final Consumer<JsonNode> onTransition;
    private final Consumer<Unreachable> onSilence;
    private long seen = Long.MIN_VALUE;
    private JsonNode last = Json.object();

    /** @param onSilence told once for each time that a service stops answering */
    Follower(Api api, Endpoints system, Consumer<JsonNode> onTransition, Consumer<Unreachable> onSilence) {
        this.api = api;
        this.system = system;
        this.onTransition = onTransition;
        this.onSilence = onSilence;
    }

    /** @throws Unreachable if a service was not answering when the time was over */
    Ending follow(String orderId, Duration timeout) {
        long giveUpAt = System.nanoTime() + timeout.toNanos();
        boolean silent = false;
        while (true) {
            boolean over = System.nanoTime() - giveUpAt >= 0;
            try {
                Optional<Ending> ending = look(orderId);
                if (ending.isPresent()) {
                    return ending.get();
                }
                silent = false;
            } catch (Unreachable unreachable) {
                if (over) {
                    throw unreachable;
                }
                if (!silent) {
                    onSilence.accept(unreachable);
                }
                silent = true;
            }
            if (over) {
                return new TimedOut();
            }
            pause();
        }
    }

    private Optional<Ending> look(String orderId) {
        for (JsonNode transition : news(orderId)) {
            onTransition.accept(transition);
            seen = transition.path("revision").asLong();
            last = transition;
        }
        return switch (Json.show(last, "kind")) {
            case "ATTENTION_NEEDED" -> Optional.of(new Stuck(last));
            case "COMPLETED", "CANCELED" ->
                Optional.of(api.get(system, system.order(), "/orders/" + Api.encode(orderId)))
                        .filter(order -> !Json.show(order, "status").equals("PENDING"))
                        .map(Ended::new);
            default -> Optional.empty();
        };
    }

    /** Nothing until the saga exists. */
    private List<JsonNode> news(String orderId) {
        String path = "/api/sagas/" + Api.encode(SagaIds.ofOrder(orderId)) + "/history";
        return api.find(system, system.orchestrator(), path).stream()
                .flatMap(history -> history.path("transitions").valueStream())
                .filter(transition -> transition.path("revision").asLong() > seen)
                .sorted(Comparator.comparingLong(
                        transition -> transition.path("revision").asLong()))
                .toList();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_INTERVAL);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while following an order");
        }
    }
}
