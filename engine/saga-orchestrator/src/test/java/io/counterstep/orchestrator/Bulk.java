package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import io.counterstep.orchestrator.BulkRequest.Operation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator asks for, of many sagas. */
final class Bulk {

    private Bulk() {}

    static final BulkFilter ALL = new BulkFilter(null, Purchase.NAME, null, null, null, null, null, null, null);

    static BulkFilter state(Status... states) {
        return new BulkFilter(new BulkStates(List.of(states)), null, null, null, null, null, null, null, null);
    }

    static BulkFilter step(String step) {
        return new BulkFilter(null, null, null, step, null, null, null, null, null);
    }

    static BulkFilter participant(String participant) {
        return new BulkFilter(null, null, null, null, participant, null, null, null, null);
    }

    static BulkFilter text(String text) {
        return new BulkFilter(null, null, null, null, null, text, null, null, null);
    }

    static BulkFilter age(@Nullable Duration min, @Nullable Duration max) {
        return new BulkFilter(null, null, null, null, null, null, min, max, null);
    }

    static BulkRequest ask(Operation operation, BulkFilter filter) {
        return ask(operation, filter, BulkRequest.DEFAULT_RATE, BulkRequest.DEFAULT_SAGAS);
    }

    static BulkRequest ask(Operation operation, BulkFilter filter, int rate, int max) {
        return new BulkRequest(operation, filter, null, null, null, "dana", "a test", rate, max);
    }

    static BulkRequest resolve(BulkFilter filter, String step, String type, String body) {
        return new BulkRequest(
                Operation.RESOLVE, filter, step, type, body, "dana", "a test", BulkRequest.DEFAULT_RATE, 100);
    }
}
