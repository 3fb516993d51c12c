package io.counterstep.spring;

import io.counterstep.core.decide.Status;
import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.SagaFilter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;

/** Which sagas a request asks for, as it came; what is empty or not there means any. */
record SagaParameters(
        @Nullable String state,
        @Nullable String definition,
        @Nullable String version,
        @Nullable String key,
        @Nullable String step,
        @Nullable String participant,
        @Nullable String text,
        @Nullable String minAge,
        @Nullable String maxAge) {

    /** No saga is older, and no database's calendar ends within it. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final String AGE = "a duration such as 30s or PT5M, up to " + LONGEST;

    /** @throws org.springframework.web.ErrorResponseException 400, naming the first parameter that means nothing */
    SagaFilter filter() {
        List<Status> none = List.of();
        List<Status> states = parse(
                "state",
                state,
                SagaParameters::states,
                "one or more, separated by commas, of " + Arrays.toString(Status.values()));
        return SagaFilter.any()
                .withStates(states == null ? none : states)
                .withDefinition(parse("definition", definition, SagaParameters::name, "the name of a definition"))
                .withVersion(parse("version", version, SagaParameters::version, "a number of 1 or more"))
                .withKey(parse("key", key, SagaParameters::key, "a business key"))
                .withStep(parse("step", step, SagaParameters::name, "the name of a step"))
                .withParticipant(parse("participant", participant, SagaParameters::name, "the name of a participant"))
                .withText(parse("text", text, SagaParameters::text, "1 to " + SagaFilter.MAX_TEXT + " characters"))
                .withMinAge(parse("minAge", minAge, SagaParameters::age, AGE))
                .withMaxAge(parse("maxAge", maxAge, SagaParameters::age, AGE));
    }

    private static List<Status> states(String states) {
        return Arrays.stream(states.split(",", -1)).map(Status::valueOf).toList();
    }

    private static String key(String key) {
        SagaId.requireKey(key);
        return key;
    }

    private static String name(String name) {
        SagaId.requireName("name", name);
        return name;
    }

    private static Integer version(String text) {
        int version = Integer.parseInt(text);
        if (version < 1) {
            throw new IllegalArgumentException("versions begin with 1");
        }
        return version;
    }

    private static String text(String text) {
        if (text.length() > SagaFilter.MAX_TEXT || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no reason contains that");
        }
        return text;
    }

    private static Duration age(String text) {
        Duration age = DurationStyle.detectAndParse(text);
        if (age.isNegative() || age.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("no saga is that old");
        }
        return age;
    }

    /** @throws org.springframework.web.ErrorResponseException 400, if it is no number within these bounds */
    static int number(String name, String text, int least, int most) {
        Integer number = parse(name, text, Integer::valueOf, "a number from " + least + " to " + most);
        if (number == null || number < least || number > most) {
            throw Problems.of(
                    HttpStatus.BAD_REQUEST,
                    name + " must be a number from " + least + " to " + most + ", found '" + text + "'");
        }
        return number;
    }

    private static <T> @Nullable T parse(
            String name, @Nullable String text, Function<String, T> parser, String expected) {
        try {
            return text == null || text.isEmpty() ? null : parser.apply(text);
        } catch (IllegalArgumentException invalid) {
            throw Problems.of(HttpStatus.BAD_REQUEST, name + " must be " + expected + ", found '" + text + "'");
        }
    }
}
