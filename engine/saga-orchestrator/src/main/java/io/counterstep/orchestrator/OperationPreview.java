package io.counterstep.orchestrator;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.counterstep.core.decide.Decision;
import io.counterstep.core.decide.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operation would do to a saga, as people and programs see it. */
public sealed interface OperationPreview {

    /** It would be refused, or there is no such saga. */
    record Refused(Decision.Reason reason) implements OperationPreview {}

    /**
     * It would be done.
     *
     * @param state the saga's state afterwards
     * @param waits what it would wait for; a closed gate is named where it would hold a command back
     * @param outcomes what would have become of its steps
     * @param commands what would go out, in that order
     * @param irreversible what nobody could take back, one sentence each; empty if there is nothing
     */
    record Effect(
            String saga,
            String state,
            List<SagaView.Wait> waits,
            Map<String, Outcome> outcomes,
            List<Command> commands,
            List<String> irreversible)
            implements OperationPreview {}

    /**
     * A command as it would be published.
     *
     * @param id the message's id; that of one that was sent before is the same
     * @param body the whole body; null if it could not be sent
     * @param problem why it could not be sent; null if it could
     */
    record Command(
            String id,
            String type,
            String participant,
            String topic,
            String key,
            @JsonRawValue @Nullable String body,
            @Nullable String problem) {}
}
