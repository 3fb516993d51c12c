package io.counterstep.spring;

import io.counterstep.core.decide.Status;
import io.counterstep.orchestrator.SagaFilter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
                .withDefinition(parse("definition", definition, FilterFields::name, FilterFields.DEFINITION))
                .withVersion(parse("version", version, SagaParameters::version, "a number of 1 or more"))
                .withKey(parse("key", key, FilterFields::key, FilterFields.KEY))
                .withStep(parse("step", step, FilterFields::name, FilterFields.STEP))
                .withParticipant(parse("participant", participant, FilterFields::name, FilterFields.PARTICIPANT))
                .withText(parse("text", text, FilterFields::text, FilterFields.TEXT))
                .withMinAge(parse("minAge", minAge, FilterFields::age, FilterFields.AGE))
                .withMaxAge(parse("maxAge", maxAge, FilterFields::age, FilterFields.AGE));
    }

    private static List<Status> states(String states) {
        return Arrays.stream(states.split(",", -1)).map(Status::valueOf).toList();
    }

    private static Integer version(String text) {
        int version = Integer.parseInt(text);
        if (version < 1) {
            throw new IllegalArgumentException("versions begin with 1");
        }
        return version;
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
