package io.counterstep.chaos.sabotage;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.counterstep.core.decide.Outcome;
import io.counterstep.messaging.OutgoingMessage;
import io.counterstep.orchestrator.SagaObserver;
import io.counterstep.participant.LedgerEntry;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/**
 * Takes guards out of the engine in this JVM: its classes are read, changed and defined before anything else loads them, so
 * no agent is needed.
 */
public final class Sabotage {

    private Sabotage() {}

    /**
     * One method of the engine and what is woven into it.
     *
     * @param neighbour a class of the same package, by which the changed one gets there; it loads nothing that is changed
     */
    private record Cut(
            Class<?> neighbour, String type, ElementMatcher.Junction<MethodDescription> method, Class<?> advice) {

        String fullName() {
            return neighbour.getPackageName() + "." + type;
        }
    }

    /**
     * To be called first of all in a JVM, once.
     *
     * @throws IllegalStateException if the engine no longer has what would be changed, or its classes are in use already
     */
    public static void remove(Set<Guard> guards) {
        Map<String, List<Cut>> byType = new LinkedHashMap<>();
        for (Guard guard : guards) {
            cuts(guard)
                    .forEach(it -> byType.computeIfAbsent(it.fullName(), type -> new ArrayList<>())
                            .add(it));
        }
        byType.forEach(Sabotage::define);
    }

    private static List<Cut> cuts(Guard guard) {
        return switch (guard) {
            case LEDGER ->
                List.of(
                        participant(
                                "LedgerRules", named("verdict").and(takesArguments(2)), Advices.AlwaysExecute.class),
                        participant("LedgerSession", named("put").and(takesArguments(2)), Advices.Skip.class));
            case TOMBSTONE ->
                List.of(participant("LedgerSession", named("put").and(takesArguments(2)), Advices.SkipTombstone.class));
            case CONFIRMATION ->
                List.of(
                        new Cut(Outcome.class, "Draft", isConstructor(), Advices.ForgetToWait.class),
                        new Cut(
                                Outcome.class,
                                "Draft",
                                named("say").and(takesArguments(4)),
                                Advices.TakeForCompensated.class));
            case PUBLISH_FIRST ->
                List.of(new Cut(
                        OutgoingMessage.class,
                        "Publisher",
                        named("publish").and(takesArguments(2)),
                        Advices.PublishLater.class));
            case CHECKS ->
                List.of(new Cut(
                        SagaObserver.class, "Checks", named("tick").and(takesArguments(0)), Advices.Skip.class));
        };
    }

    private static Cut participant(String type, ElementMatcher.Junction<MethodDescription> method, Class<?> advice) {
        return new Cut(LedgerEntry.class, type, method, advice);
    }

    private static void define(String name, List<Cut> cuts) {
        ClassLoader loader = Sabotage.class.getClassLoader();
        ClassFileLocator classFiles = ClassFileLocator.ForClassLoader.of(loader);
        TypePool types = TypePool.Default.of(classFiles);
        TypePool.Resolution found = types.describe(name);
        if (!found.isResolved()) {
            throw new IllegalStateException(
                    "Cannot sabotage " + name + ": there is no such class; was it renamed? Then change Sabotage too");
        }
        TypeDescription type = found.resolve();
        DynamicType.Builder<?> builder = new ByteBuddy().redefine(type, classFiles);
        for (Cut cut : cuts) {
            int methods = type.getDeclaredMethods().filter(cut.method()).size();
            if (methods != 1) {
                throw new IllegalStateException(
                        "Cannot sabotage %s: %d methods instead of one are %s; change Sabotage as the engine was changed"
                                .formatted(name, methods, cut.method()));
            }
            // described, not reflected upon, which would load the very classes that are changed
            TypeDescription advice = types.describe(cut.advice().getName()).resolve();
            builder = builder.visit(Advice.to(advice, classFiles).on(cut.method()));
        }
        byte[] changed = builder.make().getBytes();
        try {
            MethodHandles.privateLookupIn(cuts.getFirst().neighbour(), MethodHandles.lookup())
                    .defineClass(changed);
        } catch (IllegalAccessException | LinkageError failed) {
            throw new IllegalStateException("Cannot sabotage " + name + ": it may be in use already", failed);
        }
    }
}
