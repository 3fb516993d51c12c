package io.counterstep.chaos.sabotage;

import io.counterstep.core.decide.Moment;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.SagaId;
import io.counterstep.fulfilment.orchestrator.FulfilOrder;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.LoopObserver;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import io.counterstep.orchestrator.Checks;
import io.counterstep.participant.LedgerEntry;
import io.counterstep.participant.LedgerRules;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.objenesis.ObjenesisStd;

/** Shows of each guard whether it is there, on the engine's own classes; most work on nothing, so that doing it fails. */
public final class Probes {

    private Probes() {}

    public static String probe(String guard) throws ReflectiveOperationException {
        return switch (Guard.valueOf(guard)) {
            case LEDGER ->
                LedgerRules.verdict(Action.INVOKE, LedgerEntry.<String>empty().requestAnswered("done", true))
                        .getClass()
                        .getSimpleName();
            case TOMBSTONE -> put(LedgerEntry.<String>empty().compensationAnswered("undone"));
            case CONFIRMATION -> compensationIsWaitedFor();
            case PUBLISH_FIRST -> publish();
            case CHECKS -> tick();
        };
    }

    private static String tick() {
        Checks nothing = new ObjenesisStd().newInstance(Checks.class);
        try {
            return "tick " + nothing.tick();
        } catch (NullPointerException done) {
            return "looked";
        }
    }

    private static String put(LedgerEntry<String> entry) throws ReflectiveOperationException {
        Class<?> type = Class.forName("io.counterstep.participant.LedgerSession");
        Method put = method(type, "put");
        try {
            put.invoke(new ObjenesisStd().newInstance(type), null, entry);
            return "skipped";
        } catch (InvocationTargetException done) {
            return "put";
        }
    }

    private static String compensationIsWaitedFor() throws ReflectiveOperationException {
        SagaDefinition<?> definition = FulfilOrder.definition();
        String step = definition.steps().stream()
                .filter(it -> it.compensation() != null)
                .findFirst()
                .orElseThrow()
                .name();
        Class<?> type = Class.forName("io.counterstep.core.decide.Draft");
        Object draft = method(type, "fresh")
                .invoke(null, definition, new SagaId(definition.name(), "1"), Map.of(), null, Moment.at(Instant.EPOCH));
        method(type, "say").invoke(draft, step, Action.COMPENSATE, Duration.ofSeconds(1), "test");
        Field waits = type.getDeclaredField("waits");
        waits.setAccessible(true);
        Map<?, ?> all = (Map<?, ?>) waits.get(draft);
        return (all.containsKey(step) ? "said, " : "not said, ") + (all.isEmpty() ? "not waited for" : "waited for");
    }

    private static String publish() {
        OutgoingMessage message = new ObjenesisStd().newInstance(OutgoingMessage.class);
        Publisher nowhere = new ObjenesisStd().newInstance(Publisher.class);
        Records unused = new ObjenesisStd().newInstance(Records.class);
        BatchLoop loop = new BatchLoop("test", List.of(), it -> Set.of(), unused, nowhere, LoopObserver.NONE, () -> {
            nowhere.publish(List.of(message), List.of());
            return Instant.EPOCH;
        });
        try {
            loop.onMessage(List.of());
            return "later";
        } catch (NullPointerException done) {
            return "at once";
        }
    }

    private static Method method(Class<?> type, String name) {
        Method method = Arrays.stream(type.getDeclaredMethods())
                .filter(it -> it.getName().equals(name))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        return method;
    }
}
