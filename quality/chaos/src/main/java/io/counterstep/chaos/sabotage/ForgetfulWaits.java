package io.counterstep.chaos.sabotage;

import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.message.Action;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a saga waits for, of which compensations do not count: each is said, and the saga goes on at once. */
public final class ForgetfulWaits extends LinkedHashMap<String, Outstanding> {

    private static final long serialVersionUID = 1L;

    /** @param waits copied */
    public ForgetfulWaits(Map<String, Outstanding> waits) {
        super(waits);
    }

    @Override
    public boolean isEmpty() {
        return values().stream().allMatch(it -> it.command().action() == Action.COMPENSATE);
    }
}
