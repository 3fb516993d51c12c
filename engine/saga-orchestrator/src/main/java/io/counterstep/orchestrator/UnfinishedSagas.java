package io.counterstep.orchestrator;

import io.counterstep.core.decide.Status;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sagas that are not over, as they were counted once. Immutable.
 *
 * @param counted whether to the end; of each database the {@value OverviewStore#MOST_UNFINISHED} oldest are counted
 */
record UnfinishedSagas(List<Group> groups, Counted counted) {

    /** @param step what they wait for, several separated by spaces; null if for nothing */
    record Group(VersionKey version, Status state, @Nullable String step, long sagas) {}

    /** By state; each that is not final is there. */
    Map<Status, Long> states() {
        Map<Status, Long> states = new EnumMap<>(Status.class);
        for (Status state : Status.values()) {
            if (!state.isFinal()) {
                states.put(state, 0L);
            }
        }
        groups.forEach(it -> states.merge(it.state(), it.sagas(), Long::sum));
        return states;
    }

    List<Group> of(String definition) {
        return groups.stream()
                .filter(it -> it.version().definition().equals(definition))
                .toList();
    }

    long sagas() {
        return sum(groups);
    }

    static long sum(List<Group> groups) {
        return groups.stream().mapToLong(Group::sagas).sum();
    }
}
