package io.counterstep.benchmarks.peers;

import io.counterstep.benchmarks.Fate;
import io.counterstep.benchmarks.Order;
import java.util.List;

/**
 * The saga as one would write it for a system of durable functions: three steps, and when one refuses, those done before
 * are undone, the last first.
 */
final class ThreeSteps {

    static final List<String> NAMES = List.of("first", "second", "third");

    /** @param said a receipt, or the reason of a refusal */
    record Answer(String orderId, boolean done, String said) {}

    /** How a system does a step durably: it comes back only once the answer is safe from a crash. */
    interface Durably {

        Answer ask(int step, Order order);

        Answer undo(int step, Order order);
    }

    private ThreeSteps() {}

    /** Whether the saga completed; false if it was undone. */
    static boolean run(Order order, Durably durably) {
        for (int step = 1; step <= NAMES.size(); step++) {
            if (!durably.ask(step, order).done()) {
                for (int done = step - 1; done >= 1; done--) {
                    durably.undo(done, order);
                }
                return false;
            }
        }
        return true;
    }

    /** The participant's own work: none but its answer. */
    static Answer asked(int step, Order order) {
        return Fate.of(Long.parseLong(order.orderId())).refusingStep() == step
                ? new Answer(order.orderId(), false, "as planned")
                : new Answer(order.orderId(), true, "ok");
    }

    static Answer undone(Order order) {
        return new Answer(order.orderId(), true, "ok");
    }

    static String name(int step) {
        return NAMES.get(step - 1);
    }
}
