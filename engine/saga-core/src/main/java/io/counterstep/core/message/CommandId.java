package io.counterstep.core.message;

/**
 * The identity of a command: saga, step and action. Sending a command again is sending the same message, which is how a
 * participant knows it.
 */
public record CommandId(SagaId saga, String step, Action action) {

    public CommandId {
        SagaId.requireName("step", step);
    }

    /** Reads {@code fulfil-order:4711/payment/invoke}; the last two slashes separate, so a key may hold some. */
    public static CommandId parse(String text) {
        int action = text.lastIndexOf('/');
        int step = action < 0 ? -1 : text.lastIndexOf('/', action - 1);
        if (step < 0) {
            throw new IllegalArgumentException("command id '" + text + "' must look like definition:key/step/action");
        }
        return new CommandId(
                SagaId.parse(text.substring(0, step)),
                text.substring(step + 1, action),
                Action.ofWireName(text.substring(action + 1)));
    }

    @Override
    public String toString() {
        return saga + "/" + step + "/" + action.wireName();
    }
}
