package io.counterstep.fulfilment.orchestrator.console;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages that the console speaks. */
enum Language {
    EN(Locale.ENGLISH, "English"),
    KO(Locale.KOREAN, "한국어");

    private final Locale locale;
    private final String title;

    Language(Locale locale, String title) {
        this.locale = locale;
        this.title = title;
    }

    /** By its tag, such as {@code ko}; null if there is none such. */
    static @Nullable Language of(@Nullable String tag) {
        for (Language language : values()) {
            if (language.tag().equals(tag)) {
                return language;
            }
        }
        return null;
    }

    /** The first that is spoken; English if none is. */
    static Language firstOf(Enumeration<Locale> accepted) {
        for (Locale locale : Collections.list(accepted)) {
            Language language = of(locale.getLanguage());
            if (language != null) {
                return language;
            }
        }
        return EN;
    }

    Locale locale() {
        return locale;
    }

    /** What the language calls itself. */
    String title() {
        return title;
    }

    String tag() {
        return locale.getLanguage();
    }
}
