package io.counterstep.orchestrator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.counterstep.core.decide.Status;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The states in one of which the sagas of an operation on many are. Written as one text with commas between, as a search takes them.
 * Immutable.
 *
 * @param all one or more, in the order in which they were given, each once
 */
public record BulkStates(List<Status> all) {

    /** @throws IllegalArgumentException if there is none, or one is final */
    public BulkStates {
        all = all.stream().distinct().toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("the filter's state must name one state at least");
        }
        all.stream().filter(Status::isFinal).findFirst().ifPresent(state -> {
            throw new IllegalArgumentException("the filter is about sagas that are not over, found state " + state);
        });
    }

    /** @throws IllegalArgumentException if that is not one or more states that are not final, with commas between */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static BulkStates parse(String text) {
        return new BulkStates(
                Arrays.stream(text.split(",", -1)).map(Status::valueOf).toList());
    }

    /** What {@link #parse} reads. */
    @Override
    @JsonValue
    public String toString() {
        return all.stream().map(Status::name).collect(Collectors.joining(","));
    }
}
