package io.counterstep.testing;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares records and lists field by field, so that a failure names the field and not just the object. */
final class Differences {

    private Differences() {}

    /** One line for each field that differs, such as {@code lines[1].quantity: expected 2, actual 3}; empty if none. */
    static List<String> between(@Nullable Object expected, @Nullable Object actual) {
        List<String> lines = new ArrayList<>();
        compare("", expected, actual, lines);
        return lines;
    }

    private static void compare(String path, @Nullable Object expected, @Nullable Object actual, List<String> lines) {
        if (Objects.equals(expected, actual)) {
            return;
        }
        int before = lines.size();
        if (expected instanceof Record wanted && actual instanceof Record found && sameClass(wanted, found)) {
            for (RecordComponent field : wanted.getClass().getRecordComponents()) {
                String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
                compare(name, value(field, wanted), value(field, found), lines);
            }
        } else if (expected instanceof List<?> wanted && actual instanceof List<?> found) {
            for (int i = 0; i < Math.max(wanted.size(), found.size()); i++) {
                compare(path + "[" + i + "]", at(wanted, i), at(found, i), lines);
            }
        }
        if (lines.size() == before) {
            lines.add((path.isEmpty() ? "" : path + ": ") + "expected " + show(expected) + ", actual " + show(actual));
        }
    }

    static String show(@Nullable Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }

    private static boolean sameClass(Object one, Object other) {
        return one.getClass().equals(other.getClass());
    }

    private static @Nullable Object at(List<?> list, int index) {
        return index < list.size() ? list.get(index) : "(nothing)";
    }

    private static @Nullable Object value(RecordComponent field, Record holder) {
        try {
            // A test's own records are seldom public.
            field.getAccessor().setAccessible(true);
            return field.getAccessor().invoke(holder);
        } catch (ReflectiveOperationException unreadable) {
            throw new IllegalStateException("cannot read field " + field + " to compare it", unreadable);
        }
    }
}
