package io.counterstep.orchestrator;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.Transition;
import io.counterstep.core.definition.ChildSagas;
import io.counterstep.core.definition.Invocation;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.definition.Step;
import io.counterstep.core.definition.Task;
import io.counterstep.core.message.Command;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.migrate.SagaMigration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that an orchestrator runs, in all their versions: new sagas start with the newest, running ones keep
 * theirs. Immutable and thread-safe.
 */
public final class SagaDefinitions {

    private final Map<String, NavigableMap<Integer, SagaDefinition<?>>> byName = new TreeMap<>();
    private final Map<String, Meaning> meanings = new HashMap<>();
    private final Migrations migrations;

    /**
     * What a message type means to the sagas.
     *
     * @param type its record
     * @param starts the definitions that it starts
     * @param cancels the definitions that it cancels
     * @param answers the definitions with a command that it answers, each with the topic it belongs on
     */
    record Meaning(MessageType<?> type, Set<String> starts, Set<String> cancels, Map<String, String> answers) {
        Meaning(MessageType<?> type) {
            this(type, new TreeSet<>(), new TreeSet<>(), new TreeMap<>());
        }
    }

    /** @throws IllegalArgumentException if two definitions share name and version, or two records one message type */
    public SagaDefinitions(Collection<? extends SagaDefinition<?>> definitions) {
        this(definitions, Migrations.NONE);
    }

    /** The same with migrations, each of which must lead to one of these versions. */
    SagaDefinitions(Collection<? extends SagaDefinition<?>> definitions, Migrations migrations) {
        this.migrations = migrations;
        for (SagaDefinition<?> definition : definitions) {
            var versions = byName.computeIfAbsent(definition.name(), name -> new TreeMap<>());
            if (versions.putIfAbsent(definition.version().number(), definition) != null) {
                throw new IllegalArgumentException("saga '" + definition.name() + "' version "
                        + definition.version().number() + " is defined twice: give one of them the next version");
            }
            learn(definition);
        }
        migrations.all().stream()
                .filter(it -> !has(it.name(), it.to().version().number()))
                .findFirst()
                .ifPresent(it -> {
                    throw new IllegalArgumentException(
                            "the migration of " + it + " leads to a version that is not registered: register it");
                });
    }

    /** The versions whose sagas can go on here, at once or once they are moved, as {@code definition:version}. */
    Collection<String> checked() {
        Set<String> versions = new TreeSet<>();
        all().forEach(it -> versions.add(it.name() + ":" + it.version().number()));
        migrations.all().forEach(it -> versions.add(it.name() + ":" + it.fromVersion()));
        return versions;
    }

    Migrations migrations() {
        return migrations;
    }

    private void learn(SagaDefinition<?> definition) {
        meaning(definition.startedBy().type()).starts().add(definition.name());
        if (definition.canceledBy() != null) {
            meaning(definition.canceledBy().type()).cancels().add(definition.name());
        }
        for (Invocation<?, ?> invocation : definition.invocations()) {
            Command<?> command = invocation.command();
            for (MessageType<?> reply : command.replies()) {
                meaning(reply)
                        .answers()
                        .put(definition.name(), command.participant().eventTopic());
            }
        }
        for (Step<?> step : definition.steps()) {
            if (step.task() instanceof Task.Await<?> await) {
                learn(definition, await.event());
                if (await.refusedBy() != null) {
                    learn(definition, await.refusedBy());
                }
            }
        }
    }

    private void learn(SagaDefinition<?> definition, Event<?> awaited) {
        meaning(awaited.type())
                .answers()
                .put(definition.name(), awaited.participant().eventTopic());
    }

    /**
     * The definition of the child that this command starts, by the parent's newest version that has the step.
     *
     * @return null if no version has it
     */
    @Nullable
    String childOf(CommandId command) {
        var versions = byName.getOrDefault(command.saga().definition(), new TreeMap<>());
        for (SagaDefinition<?> parent : versions.descendingMap().values()) {
            Step<?> step = parent.find(command.step());
            if (step != null && step.task() instanceof Task.StartChild<?> start) {
                return start.child();
            }
        }
        return null;
    }

    private Meaning meaning(MessageType<?> type) {
        Meaning meaning = meanings.computeIfAbsent(type.name(), name -> new Meaning(type));
        if (!meaning.type().equals(type)) {
            throw new IllegalArgumentException("message type " + type + " is declared with two records: "
                    + meaning.type().payload().getName() + " and "
                    + type.payload().getName());
        }
        return meaning;
    }

    @Nullable
    Meaning meaningOf(String type) {
        return meanings.get(type);
    }

    /** The newest version of every definition, by name. */
    public Collection<SagaDefinition<?>> newest() {
        List<SagaDefinition<?>> newest = new ArrayList<>();
        byName.values().forEach(it -> newest.add(it.lastEntry().getValue()));
        return newest;
    }

    /** @return null if no definition has that name */
    public @Nullable SagaDefinition<?> newest(String name) {
        var versions = byName.get(name);
        return versions == null ? null : versions.lastEntry().getValue();
    }

    boolean has(String name, int version) {
        return find(name, version) != null;
    }

    /** The numbers of that definition's versions that are here. */
    public Set<Integer> versions(String name) {
        var versions = byName.get(name);
        return versions == null ? Set.of() : Set.copyOf(versions.keySet());
    }

    /** @return null if that version is not here */
    public @Nullable SagaDefinition<?> find(String name, int version) {
        var versions = byName.get(name);
        return versions == null ? null : versions.get(version);
    }

    /** Every version of every definition. */
    Collection<SagaDefinition<?>> all() {
        return byName.values().stream().flatMap(it -> it.values().stream()).toList();
    }

    /** Those to whom some version says something, by name; each as the newest version that names it declares it. */
    Map<String, Participant> participants() {
        Map<String, Participant> participants = new TreeMap<>();
        for (SagaDefinition<?> definition : all()) {
            for (Invocation<?, ?> said : definition.invocations()) {
                Participant it = said.command().participant();
                participants.put(it.name(), it);
            }
        }
        return participants;
    }

    /**
     * A saga as an instance with these definitions goes on with it.
     *
     * @param moved the line for its history if it had to be moved to another version first; null if not
     */
    record Met(SagaInstance saga, @Nullable Transition moved) {}

    /**
     * A saga that an older instance has started since this one did is moved when it is met.
     *
     * @throws VersionNotHereException if only another instance can go on with it
     */
    Met met(SagaInstance saga, Instant now) {
        if (has(saga.id().definition(), saga.version()) || saga.state().status().isFinal()) {
            return new Met(saga, null);
        }
        SagaMigration.Migrated migrated = migrations.migrate(saga, now);
        if (migrated == null) {
            throw new VersionNotHereException(saga.id(), saga.version());
        }
        return new Met(migrated.saga(), migrated.transition());
    }

    /**
     * The version by which that saga takes that input: its own; for one that is over the newest serves if its own is gone.
     *
     * @throws IllegalStateException if there is none
     */
    SagaDefinition<?> serving(SagaInstance saga, Input input) {
        String name = saga.id().definition();
        SagaDefinition<?> newest = newest(name);
        boolean anyVersion = saga.state().status().isFinal() && !(input instanceof Input.Undo);
        return anyVersion && newest != null && !has(name, saga.version()) ? newest : version(name, saga.version());
    }

    /** @throws IllegalStateException if a running saga needs a version that is gone */
    public SagaDefinition<?> version(String name, int version) {
        SagaDefinition<?> definition = find(name, version);
        if (definition == null) {
            var versions = byName.get(name);
            throw new IllegalStateException("a saga needs definition '" + name + "' version " + version + ", but only "
                    + (versions == null ? List.of() : versions.keySet())
                    + " are registered: register that version until its last saga has ended");
        }
        return definition;
    }

    /** The topics that the orchestrator reads. */
    public Set<String> eventTopics() {
        Set<String> topics = new TreeSet<>();
        byName.values().forEach(versions -> versions.values().forEach(it -> topics.addAll(it.eventTopics())));
        if (topics.contains(ChildSagas.PARTICIPANT.eventTopic())) {
            topics.add(ChildSagas.PARTICIPANT.commandTopic());
        }
        return topics;
    }

    /** The topics from which sagas are started. */
    public Set<String> startTopics() {
        Set<String> topics = new TreeSet<>();
        byName.keySet().forEach(it -> topics.addAll(startTopics(it)));
        return topics;
    }

    Set<String> startTopics(String definition) {
        Set<String> topics = new TreeSet<>();
        byName.getOrDefault(definition, new TreeMap<>())
                .values()
                .forEach(it -> topics.add(it.startedBy().participant().eventTopic()));
        return topics;
    }

    /** The topics that the orchestrator writes. */
    public Set<String> commandTopics() {
        Set<String> topics = new TreeSet<>();
        byName.values().forEach(versions -> versions.values().forEach(it -> topics.addAll(it.commandTopics())));
        return topics;
    }
}
