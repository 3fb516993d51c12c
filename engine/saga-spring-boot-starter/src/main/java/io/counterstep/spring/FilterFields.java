package io.counterstep.spring;

import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.SagaFilter;
import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;

/**
 * Reads what says which sagas are meant, whether it comes as parameters or in a body. Each throws {@link IllegalArgumentException} if it
 * cannot be meant.
 */
final class FilterFields {

    static final String DEFINITION = "the name of a definition";
    static final String STEP = "the name of a step";
    static final String PARTICIPANT = "the name of a participant";
    static final String KEY = "a business key";
    static final String TEXT = "1 to " + SagaFilter.MAX_TEXT + " characters, none of them NUL";
    static final String AGE = "a duration such as 30s or PT5M, up to " + SagaFilter.MAX_AGE;

    private FilterFields() {}

    static String name(String text) {
        SagaId.requireName("name", text);
        return text;
    }

    static String key(String text) {
        SagaId.requireKey(text);
        return text;
    }

    static String text(String text) {
        if (text.isEmpty() || text.length() > SagaFilter.MAX_TEXT || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("too short, too long, or unstorable");
        }
        return text;
    }

    static Duration age(String text) {
        Duration age = DurationStyle.detectAndParse(text);
        if (age.isNegative() || age.compareTo(SagaFilter.MAX_AGE) > 0) {
            throw new IllegalArgumentException("no saga is that old");
        }
        return age;
    }
}
