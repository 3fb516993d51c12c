package io.counterstep.orchestrator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which unfinished sagas an operation on many is about. Null means any, but one field at least says something: a forgotten
 * filter must not choose all.
 *
 * @param state one of these
 * @param step where they wait
 * @param participant whom they wait for
 * @param text in their reason or their attention, whatever its case; 1 to {@value SagaFilter#MAX_TEXT} characters
 * @param minAge since their start, when the operation begins
 * @param maxAge the same
 * @param key the business key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BulkFilter(
        @Nullable BulkStates state,
        @Nullable String definition,
        @Nullable Integer version,
        @Nullable String step,
        @Nullable String participant,
        @Nullable String text,
        @Nullable Duration minAge,
        @Nullable Duration maxAge,
        @Nullable String key) {

    /** @throws IllegalArgumentException if it chooses all, or the text is empty or too long */
    public BulkFilter {
        if (Stream.of(state, definition, version, step, participant, text, minAge, maxAge, key)
                .allMatch(Objects::isNull)) {
            throw new IllegalArgumentException("the filter needs one field at least");
        }
        if (text != null && (text.isEmpty() || text.length() > SagaFilter.MAX_TEXT)) {
            throw new IllegalArgumentException(
                    "the filter's text must have 1 to " + SagaFilter.MAX_TEXT + " characters, found " + text.length());
        }
    }

    /** The same for a search; that it means unfinished ones alone goes without saying here. */
    SagaFilter sagas() {
        return SagaFilter.any()
                .withStates(state == null ? List.of() : state.all())
                .withDefinition(definition)
                .withVersion(version)
                .withKey(key)
                .withStep(step)
                .withParticipant(participant)
                .withText(text)
                .withMinAge(minAge)
                .withMaxAge(maxAge);
    }
}
