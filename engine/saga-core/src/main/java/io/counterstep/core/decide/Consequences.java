package io.counterstep.core.decide;

import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Step.Kind;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import java.util.ArrayList;
import java.util.List;

/** What nobody can take back once an operation is done, in sentences. */
final class Consequences {

    private final SagaDefinition<?> definition;
    private final SagaInstance before;
    private final Input.Operation operation;
    private final Decision.Moved moved;
    private final List<String> sentences = new ArrayList<>();

    Consequences(SagaDefinition<?> definition, SagaInstance before, Input.Operation operation, Decision.Moved moved) {
        this.definition = definition;
        this.before = before;
        this.operation = operation;
        this.moved = moved;
    }

    List<String> sentences() {
        asserted();
        moved.saga().outcomes().forEach((step, outcome) -> {
            if (before.outcomes().get(step) != outcome) {
                became(step, outcome);
            }
        });
        if (Phase.of(before.state()).isForward()
                && !Phase.of(moved.saga().state()).isForward()) {
            sentences.add("turns the saga back: it can only be canceled from then on");
        }
        moved.commands().forEach(it -> said(it.id()));
        ended();
        return List.copyOf(sentences);
    }

    /** Nobody asks the participant whether it is so. */
    private void asserted() {
        if (operation instanceof Input.Resolve resolve) {
            sentences.add("takes " + resolve.type() + " for the answer of '" + resolve.step()
                    + "': whatever really happened there is not looked at again");
        }
    }

    private void became(String name, Outcome outcome) {
        Step<?> step = definition.find(name);
        boolean pivot = step != null && step.kind() == Kind.PIVOT;
        switch (outcome) {
            case SUCCEEDED -> {
                if (pivot) {
                    sentences.add("takes the pivot '" + name + "' for done: nothing is undone any more");
                }
            }
            case SKIPPED -> sentences.add("skips '" + name + "', which will never be done");
            case UNKNOWN -> sentences.add("gives '" + name + "' up: a late answer to it changes nothing");
            case ABANDONED -> sentences.add("waits for '" + name + "' no longer");
            case REFUSED, COMPENSATED -> {
                // said by what is asserted
            }
        }
    }

    private void said(CommandId command) {
        String name = nameOf(command);
        String again = before.waits().stream().anyMatch(it -> it.command().equals(command) && it.attempt() > 0)
                ? " again"
                : "";
        Step<?> step = definition.find(name);
        if (name.equals(SagaDefinition.COMPLETE)) {
            sentences.add("says" + again + " that the saga is complete: there is no way back");
        } else if (name.equals(SagaDefinition.CANCEL)) {
            sentences.add("says" + again + " that the saga is canceled");
        } else if (command.action() == Action.COMPENSATE) {
            sentences.add("undoes '" + name + "'" + again);
        } else if (step != null && step.kind() == Kind.PIVOT) {
            String point = step.mustBeDone() ? "from then on" : "once it succeeds";
            sentences.add("sends the pivot '" + name + "'" + again + ": " + point + " nothing is undone any more");
        } else if (step != null && step.kind() == Kind.RETRIABLE) {
            sentences.add("sends '" + name + "'" + again + ", which is never undone");
        }
    }

    /** Steps are called as the definition calls them, also when participants know them by a former name. */
    private String nameOf(CommandId command) {
        return moved.saga().waits().stream()
                .filter(it -> it.command().equals(command))
                .map(Outstanding::step)
                .findFirst()
                .orElse(command.step());
    }

    private void ended() {
        if (moved.saga().state() instanceof SagaState.Final over) {
            sentences.add("ends the saga: " + over.status());
        }
        OutgoingReply reply = moved.reply();
        if (reply != null) {
            sentences.add("tells the parent saga " + reply.inReplyTo().saga() + " " + reply.type());
        }
    }
}
