package io.counterstep.orchestrator;

import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.Status;
import io.counterstep.core.decide.Transition.Kind;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaData;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.TechnicalFailure;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.orchestrator.SagaMessages.Direction;
import io.counterstep.orchestrator.SagaMessages.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells again what a saga heard and said. What it heard is among its facts; what it said is built by the same functions as then,
 * from the facts that the history shows to have come by then. Used by one thread.
 *
 * @param <S> the start message
 */
final class Retelling<S> {

    private static final String NOT_KEPT = "its body is not kept with the saga";

    private final SagaInstance saga;
    private final @Nullable SagaDefinition<S> definition;
    private final List<SagaView.Entry> lines;
    private final MessageFormat format;
    private final Sayings sayings;
    /** By the name of a fact, the last line that brought it. */
    private final Map<String, Integer> arrived = new HashMap<>();

    private int turnedBackAt = Integer.MAX_VALUE;
    private int movedAt;

    /** @param definition null if the saga's version is not here */
    Retelling(
            SagaInstance saga,
            @Nullable SagaDefinition<S> definition,
            List<SagaView.Entry> lines,
            MessageFormat format) {
        this.saga = saga;
        this.definition = definition;
        this.lines = lines;
        this.format = format;
        this.sayings = new Sayings(definition, lines);
        for (SagaView.Entry it : lines) {
            boolean back = it.to().equals(Status.COMPENSATING.name()) || it.to().equals(Status.CANCELED.name());
            turnedBackAt = back ? Math.min(turnedBackAt, it.revision()) : turnedBackAt;
            String fact = fact(it);
            if (fact != null) {
                arrived.put(fact, it.revision());
            }
            if (Kind.valueOf(it.kind()) == Kind.MIGRATED) {
                movedAt = it.revision();
            }
        }
    }

    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (SagaView.Entry line : lines) {
            Message heard = heard(line);
            if (heard != null) {
                messages.add(heard);
            }
            sayings.of(line).forEach(it -> messages.add(said(it)));
        }
        return messages;
    }

    /** The name of the fact that this line brought; null if it brought none. */
    private @Nullable String fact(SagaView.Entry line) {
        String type = line.message();
        if (type == null) {
            return null;
        }
        return switch (Kind.valueOf(line.kind())) {
            case STARTED -> type;
            case CANCEL_REQUESTED -> null;
            default -> SagaData.factOf(nowCalled(line), type);
        };
    }

    /** Facts go by the names that a migration has given to their steps since. */
    private String nowCalled(SagaView.Entry line) {
        return saga.formerNames().entrySet().stream()
                .filter(it -> it.getValue().equals(line.step()) && !isStep(line.step()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(line::step);
    }

    private boolean isStep(String name) {
        return definition != null && definition.find(name) != null;
    }

    private @Nullable Message heard(SagaView.Entry line) {
        return switch (Kind.valueOf(line.kind())) {
            case STEP_FAILED ->
                heard(line, TechnicalFailure.TYPE.name(), null, NOT_KEPT + "; it says: " + line.detail());
            case UNDO_REQUESTED -> heard(line, ChildSagas.UNDO_TYPE.name(), null, NOT_KEPT);
            default -> {
                String type = line.message();
                if (type == null) {
                    yield null;
                }
                String fact = fact(line);
                Body body = fact == null ? null : saga.facts().get(fact);
                boolean replaced = fact != null && arrived.getOrDefault(fact, 0) > line.revision();
                String assumed = Kind.valueOf(line.kind()) == Kind.RESOLVED ? "assumed by " + line.detail() : null;
                String note = body == null ? NOT_KEPT : replaced ? "a later one has taken its place" : assumed;
                yield heard(line, type, body == null || replaced ? null : body.toString(), note);
            }
        };
    }

    private Message heard(SagaView.Entry line, String type, @Nullable String body, @Nullable String note) {
        Kind kind = Kind.valueOf(line.kind());
        boolean ofNoStep = kind == Kind.STARTED || kind == Kind.CANCEL_REQUESTED || kind == Kind.UNDO_REQUESTED;
        String step = ofNoStep ? null : nowCalled(line);
        Action action = step == null ? null : answered(step, type);
        return new Message(
                line.revision(),
                line.at(),
                Direction.IN,
                type,
                step,
                action == null ? null : action.wireName(),
                definition == null ? null : topic(definition, kind, step, action, type),
                null,
                body,
                1,
                note);
    }

    /** What that type answered; a technical failure does not say. */
    private @Nullable Action answered(String step, String type) {
        if (definition == null || !(SagaDefinition.isEnding(step) || isStep(step))) {
            return null;
        }
        for (Action action : Action.values()) {
            if (definition.answers(step, action).stream()
                    .anyMatch(it -> it.name().equals(type))) {
                return action;
            }
        }
        return null;
    }

    private @Nullable String topic(
            SagaDefinition<S> known, Kind kind, @Nullable String step, @Nullable Action action, String type) {
        boolean byParent = kind == Kind.UNDO_REQUESTED || (kind == Kind.STARTED && saga.parent() != null);
        if (byParent) {
            return ChildSagas.PARTICIPANT.commandTopic();
        }
        if (kind == Kind.STARTED) {
            return known.startedBy().participant().eventTopic();
        }
        if (kind == Kind.CANCEL_REQUESTED) {
            Event<?> wish = known.canceledBy();
            return wish == null ? null : wish.participant().eventTopic();
        }
        if (step == null || action == null) {
            return null;
        }
        Step<S> found = known.find(step);
        if (action == Action.INVOKE && found != null && found.task() instanceof Task.Await<S> await) {
            Event<?> other = await.refusedBy();
            Event<?> said = other != null && other.type().name().equals(type) ? other : await.event();
            return said.participant().eventTopic();
        }
        Invocation<S, ?> said = known.invocation(step, action);
        return said == null ? null : said.command().participant().eventTopic();
    }

    private Message said(Sayings.Saying it) {
        Sayings.Place place = it.place();
        Invocation<S, ?> invocation =
                definition == null || place == null ? null : definition.invocation(place.step(), place.action());
        Told told = told(it.line().revision(), it.type(), place, invocation);
        return new Message(
                it.line().revision(),
                it.line().at(),
                Direction.OUT,
                it.type(),
                place == null ? null : place.step(),
                place == null ? null : place.action().wireName(),
                invocation == null ? null : invocation.command().participant().commandTopic(),
                place == null ? null : id(place).toString(),
                told.body(),
                it.attempt(),
                told.note());
    }

    private CommandId id(Sayings.Place place) {
        return new CommandId(saga.id(), saga.formerNames().getOrDefault(place.step(), place.step()), place.action());
    }

    private record Told(@Nullable String body, @Nullable String note) {}

    private Told told(int revision, String type, Sayings.@Nullable Place place, @Nullable Invocation<S, ?> invocation) {
        if (definition == null) {
            return new Told(
                    null,
                    "version " + saga.version() + " of '" + saga.id().definition()
                            + "' is not here: ask another instance");
        }
        if (revision <= movedAt) {
            return new Told(null, "said by a version that the saga has left since");
        }
        if (place == null || invocation == null) {
            return new Told(null, "this version of the definition does not say " + type);
        }
        boolean back = revision >= turnedBackAt || place.step().equals(SagaDefinition.CANCEL);
        SagaData<S> data = definition.data(
                saga.id(), knownAt(revision), back ? saga.state().reason() : null);
        try {
            String key = invocation.key().apply(data);
            return new Told(format.encode(key, type, invocation.build(data)).toString(), null);
        } catch (RuntimeException failed) {
            return new Told(null, "it cannot be built anew: " + failed);
        }
    }

    /** A fact that no line brought is older than the lines that were looked at. */
    private Map<String, Body> knownAt(int revision) {
        Map<String, Body> known = new LinkedHashMap<>();
        saga.facts().forEach((name, body) -> {
            if (arrived.getOrDefault(name, 0) <= revision) {
                known.put(name, body);
            }
        });
        return known;
    }
}
