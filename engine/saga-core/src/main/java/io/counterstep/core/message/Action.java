package io.counterstep.core.message;

/** What a command does to its step: brings about its effect, or undoes it. */
public enum Action {
    INVOKE("invoke"),
    COMPENSATE("compensate");

    private final String wireName;

    Action(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Action ofWireName(String name) {
        for (Action action : values()) {
            if (action.wireName.equals(name)) {
                return action;
            }
        }
        throw new IllegalArgumentException("action '" + name + "' must be invoke or compensate");
    }
}
