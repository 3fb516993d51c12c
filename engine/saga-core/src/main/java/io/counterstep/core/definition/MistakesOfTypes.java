package io.counterstep.core.definition;

import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.TechnicalFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with the messages of a definition: what could be taken for what. Used by one thread, once. */
final class MistakesOfTypes<S> {

    private final SagaDefinition<S> definition;
    private final List<String> found = new ArrayList<>();
    private final Map<String, MessageType<?>> types = new HashMap<>();

    /** Of which command each type is an answer, by the first that has it. */
    private final Map<String, String> answered = new HashMap<>();

    private MistakesOfTypes(SagaDefinition<S> definition) {
        this.definition = definition;
    }

    static <S> List<String> of(SagaDefinition<S> definition) {
        MistakesOfTypes<S> mistakes = new MistakesOfTypes<>(definition);
        mistakes.ofEvents();
        definition.steps().forEach(mistakes::ofReplies);
        mistakes.ofAnswer(definition.completion(), "the completion");
        mistakes.ofAnswer(definition.cancellation(), "the cancellation");
        mistakes.ofWaits();
        mistakes.ofChildren();
        return mistakes.found;
    }

    private void ofEvents() {
        oneRecord(definition.startedBy().type());
        Event<?> canceledBy = definition.canceledBy();
        if (canceledBy != null) {
            oneRecord(canceledBy.type());
            if (canceledBy.type().equals(definition.startedBy().type())) {
                found.add("the saga is started and canceled by " + canceledBy.type() + ": let another type cancel it");
            }
        }
    }

    private void ofReplies(Step<S> step) {
        String where = "step '" + step.name() + "'";
        List<MessageType<?>> replies = step.task().replies();
        replies.forEach(this::oneRecord);
        takenFor(where, replies, definition.startedBy().type(), "starts the saga");
        Event<?> canceledBy = definition.canceledBy();
        takenFor(where, replies, canceledBy == null ? null : canceledBy.type(), "cancels the saga");
        takenFor(where, replies, TechnicalFailure.TYPE, "the engine takes for a failure of the participant");
        if (replies.size() > new HashSet<>(replies).size()) {
            found.add(
                    where + ": " + replies.getFirst() + " is both its success and its refusal: give each its own type");
        }
        if (!(step.task() instanceof Task.Await)) {
            replies.forEach(it -> answered.putIfAbsent(it.name(), "the command of " + where));
        }
        Invocation<S, ?> compensation = step.compensation();
        ofAnswer(compensation, "the compensation of " + where);
        if (compensation != null) {
            compensation.command().replies().stream()
                    .filter(replies::contains)
                    .forEach(it -> found.add(where + ": " + it
                            + " answers both its command and its compensation: give each its own type"));
        }
    }

    private void takenFor(String where, List<MessageType<?>> replies, @Nullable MessageType<?> other, String which) {
        if (other != null && replies.contains(other)) {
            found.add(where + " is answered by " + other + ", which " + which + ": let another type answer it");
        }
    }

    private void ofAnswer(@Nullable Invocation<S, ?> said, String what) {
        if (said != null) {
            for (MessageType<?> type : said.command().replies()) {
                oneRecord(type);
                answered.putIfAbsent(type.name(), what);
            }
        }
    }

    /** An event bears no command's id, so its type alone must tell which step it is for. */
    private void ofWaits() {
        Map<String, String> waiting = new HashMap<>();
        for (Step<S> step : definition.steps()) {
            if (step.task() instanceof Task.Await<S> await) {
                for (MessageType<?> type : await.replies().stream().distinct().toList()) {
                    String other = waiting.putIfAbsent(type.name(), step.name());
                    if (other != null) {
                        found.add("step '" + other + "' and step '" + step.name() + "' both wait for " + type
                                + ", and nothing would tell which one it is for:"
                                + " let each wait for a type of its own");
                    }
                    String answer = answered.get(type.name());
                    if (answer != null) {
                        found.add("step '" + step.name() + "' waits for " + type + ", which also answers " + answer
                                + ": let it wait for a type of its own");
                    }
                }
            }
        }
    }

    private void ofChildren() {
        Set<String> children = new HashSet<>();
        for (Step<S> step : definition.steps()) {
            if (step.task() instanceof Task.StartChild<S> start && !start.ownKey() && !children.add(start.child())) {
                found.add("step '" + step.name() + "' starts a second '" + start.child()
                        + "' with the same key, which would be the same saga: give it a key of its own");
            }
        }
    }

    private void oneRecord(MessageType<?> type) {
        MessageType<?> known = types.putIfAbsent(type.name(), type);
        if (known != null && !known.equals(type)) {
            found.add("message type " + type + " is declared with two records, "
                    + known.payload().getName() + " and " + type.payload().getName() + ": use one");
        }
    }
}
