package io.counterstep.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callCodeUnitWhere;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;

/** What a class may be forbidden to do that ArchUnit has no word for. */
final class Conditions {

    private static final Set<String> CLOCKS = Set.of("currentTimeMillis", "nanoTime");

    private Conditions() {}

    static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + " lives in " + type.getPackageName() + ", not @NullMarked"));
            }
        };
    }

    static ArchCondition<JavaClass> call(Class<?> owner, String method) {
        return calls(
                owner.getSimpleName() + "." + method,
                it -> is(it, owner) && it.getName().equals(method));
    }

    /** Any {@code now()} of java.time, any clock, and the system's counters. */
    static ArchCondition<JavaClass> readAClock() {
        return calls(
                "a clock",
                it -> it.getTargetOwner().getPackageName().equals("java.time")
                                && (it.getName().equals("now")
                                        || it.getTargetOwner().getName().matches(".*(Clock|InstantSource)"))
                        || is(it, System.class) && CLOCKS.contains(it.getName()));
    }

    static ArchCondition<JavaClass> drawLots() {
        return calls(
                "a random number",
                it -> it.getTargetOwner().isAssignableTo("java.util.random.RandomGenerator")
                        || is(it, SplittableRandom.class)
                        || it.getTargetOwner().getName().equals("java.util.UUID")
                                && it.getName().equals("randomUUID")
                        || is(it, Math.class) && it.getName().equals("random"));
    }

    private static boolean is(JavaCall<?> call, Class<?> owner) {
        return call.getTargetOwner().isEquivalentTo(owner);
    }

    private static ArchCondition<JavaClass> calls(String what, java.util.function.Predicate<JavaCall<?>> forbidden) {
        return callCodeUnitWhere(new DescribedPredicate<JavaCall<?>>("it asks for " + what) {
            @Override
            public boolean test(JavaCall<?> call) {
                return forbidden.test(call);
            }
        });
    }
}
