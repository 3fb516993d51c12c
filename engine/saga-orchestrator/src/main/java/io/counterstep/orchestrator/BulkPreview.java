package io.counterstep.orchestrator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation on many sagas would do.
 *
 * @param count how many sagas match
 * @param counted whether there may be more
 * @param decided on how many of them the rest is based, the oldest
 * @param wouldDo to how many of these it would be done
 * @param sample the first of these
 * @param commands how many commands of each type these would send
 * @param irreversible what nobody could take back of these, each sentence once
 */
public record BulkPreview(
        int count,
        Counted counted,
        int decided,
        int wouldDo,
        List<Sample> sample,
        Map<String, Integer> commands,
        List<String> irreversible) {

    /**
     * One saga: either what would be done, or why not.
     *
     * @param effect as its own preview shows it
     */
    public record Sample(
            String saga,
            OperationPreview.@Nullable Effect effect,
            @Nullable String refused) {}
}
