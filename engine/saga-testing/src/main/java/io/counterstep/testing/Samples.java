package io.counterstep.testing;

import io.counterstep.core.message.Body;
import io.counterstep.core.message.MessageType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message of each type, for virtual parties that have nothing to say but must say something: those that were given, else
 * made from the record's components, with texts {@value #TEXT}, numbers 1 and empty lists. Immutable.
 */
final class Samples {

    static final Samples NONE = new Samples(Map.of());

    private static final String TEXT = "sample";

    /** Records within records deeper than this are taken for a circle. */
    private static final int MAX_DEPTH = 20;

    private final Map<String, Object> given;

    private Samples(Map<String, Object> given) {
        this.given = Map.copyOf(given);
    }

    <M> Samples with(MessageType<M> type, M sample) {
        Map<String, Object> all = new HashMap<>(given);
        all.put(type.name(), sample);
        return new Samples(all);
    }

    /** @throws IllegalArgumentException if none was given and the type cannot be made by itself */
    Object of(MessageType<?> type) {
        Object sample = given.get(type.name());
        if (sample != null) {
            return sample;
        }
        try {
            return made(type.payload(), 0);
        } catch (ReflectiveOperationException | IllegalArgumentException unmakeable) {
            throw new IllegalArgumentException(
                    "cannot make a sample of " + type + " (" + type.payload().getName() + "): " + reason(unmakeable)
                            + ": give one by .reply(type, sample) or .start(sample)",
                    unmakeable);
        }
    }

    Body body(MessageType<?> type) {
        return Body.of(of(type));
    }

    private static @Nullable String reason(Exception unmakeable) {
        return unmakeable instanceof InvocationTargetException thrown && thrown.getCause() != null
                ? String.valueOf(thrown.getCause())
                : unmakeable.getMessage();
    }

    private static Object made(Class<?> type, int depth) throws ReflectiveOperationException {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(type.getName() + " holds itself");
        }
        Object simple = simple(type);
        if (simple != null) {
            return simple;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isRecord()) {
            return record(type, depth);
        }
        if (type.isSealed() && type.getPermittedSubclasses().length > 0) {
            return made(type.getPermittedSubclasses()[0], depth + 1);
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalArgumentException("nothing is known of how to make a " + type.getName());
        }
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static Object record(Class<?> type, int depth) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = made(types[i], depth + 1);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        // A test's own records are seldom public.
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static final Map<Class<?>, Object> SIMPLE = Map.ofEntries(
            Map.entry(String.class, TEXT),
            Map.entry(CharSequence.class, TEXT),
            Map.entry(Object.class, TEXT),
            Map.entry(boolean.class, true),
            Map.entry(Boolean.class, true),
            Map.entry(char.class, 'a'),
            Map.entry(Character.class, 'a'),
            Map.entry(byte.class, (byte) 1),
            Map.entry(Byte.class, (byte) 1),
            Map.entry(short.class, (short) 1),
            Map.entry(Short.class, (short) 1),
            Map.entry(int.class, 1),
            Map.entry(Integer.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(Long.class, 1L),
            Map.entry(float.class, 1f),
            Map.entry(Float.class, 1f),
            Map.entry(double.class, 1d),
            Map.entry(Double.class, 1d),
            Map.entry(BigDecimal.class, BigDecimal.ONE),
            Map.entry(BigInteger.class, BigInteger.ONE),
            Map.entry(Instant.class, SagaScenario.BEGINNING),
            Map.entry(LocalDate.class, LocalDate.EPOCH),
            Map.entry(Duration.class, Duration.ofSeconds(1)),
            Map.entry(UUID.class, new UUID(0, 1)),
            Map.entry(List.class, List.of()),
            Map.entry(Set.class, Set.of()),
            Map.entry(Collection.class, List.of()),
            Map.entry(Map.class, Map.of()),
            Map.entry(Optional.class, Optional.empty()));

    private static @Nullable Object simple(Class<?> type) {
        return SIMPLE.get(type);
    }
}
