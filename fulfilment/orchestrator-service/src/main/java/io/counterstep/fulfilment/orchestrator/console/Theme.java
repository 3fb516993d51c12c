package io.counterstep.fulfilment.orchestrator.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How pages look. */
enum Theme {
    /** As the device does. */
    SYSTEM,
    LIGHT,
    DARK;

    /** By its lower-case name; null if there is none such. */
    static @Nullable Theme of(@Nullable String name) {
        for (Theme theme : values()) {
            if (theme.label().equals(name)) {
                return theme;
            }
        }
        return null;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
