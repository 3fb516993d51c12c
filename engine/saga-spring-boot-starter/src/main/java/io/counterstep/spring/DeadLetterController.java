package io.counterstep.spring;

import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.MessageFormat;
import io.counterstep.orchestrator.DeadLetters;
import io.counterstep.orchestrator.DeadLetters.Refusal;
import io.counterstep.orchestrator.LetterFilter;
import io.counterstep.orchestrator.ParkedLetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Dead letters over HTTP: search, look, edit, replay, hold or discard one or many. */
@RestController
@RequestMapping("/api/dead-letters")
class DeadLetterController {

    private final DeadLetters letters;

    DeadLetterController(DeadLetters letters) {
        this.letters = letters;
    }

    /** @param body the new value, for editing; @param by who asks; @param why for the history */
    record Deed(
            @Nullable String by,
            @Nullable String why,
            @Nullable String body) {}

    /** How many letters it was done to. */
    record Many(int letters) {}

    @GetMapping
    ParkedLetter.Page search(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String saga,
            @RequestParam(defaultValue = "" + LetterFilter.DEFAULT_LIMIT) String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return letters.search(new LetterFilter(
                state(state),
                emptyToNull(topic),
                emptyToNull(key),
                saga(saga),
                cursor == null ? null : Long.valueOf(number("cursor", cursor, Long.MAX_VALUE)),
                (int) number("limit", limit, LetterFilter.MAX_LIMIT)));
    }

    @GetMapping("/{id}")
    ParkedLetter letter(@PathVariable String id) {
        long number = number("id", id, Long.MAX_VALUE);
        return letters.find(number).orElseThrow(() -> refused(id, Refusal.NO_SUCH_LETTER));
    }

    @PostMapping("/{id}/edit")
    ParkedLetter edit(@PathVariable String id, @RequestBody Deed deed) {
        List<Problems.Field> wrong = wrong(deed);
        String body = deed.body();
        if (body == null
                || body.isEmpty()
                || body.getBytes(StandardCharsets.UTF_8).length > MessageFormat.MAX_BODY_BYTES) {
            wrong.add(new Problems.Field("body", "must have 1 to " + MessageFormat.MAX_BODY_BYTES + " bytes"));
        }
        Problems.requireNone(wrong);
        return done(id, letters.edit(number("id", id, Long.MAX_VALUE), text(body), text(deed.by()), text(deed.why())));
    }

    @PostMapping("/{id}/replay")
    ParkedLetter replay(@PathVariable String id, @RequestBody Deed deed) {
        Problems.requireNone(wrong(deed));
        return done(id, letters.replay(number("id", id, Long.MAX_VALUE), text(deed.by()), text(deed.why())));
    }

    @PostMapping("/{id}/hold")
    ParkedLetter hold(@PathVariable String id, @RequestBody Deed deed) {
        Problems.requireNone(wrong(deed));
        return done(id, letters.hold(number("id", id, Long.MAX_VALUE), text(deed.by()), text(deed.why())));
    }

    @PostMapping("/{id}/discard")
    ParkedLetter discard(@PathVariable String id, @RequestBody Deed deed) {
        Problems.requireNone(wrong(deed));
        return done(id, letters.discard(number("id", id, Long.MAX_VALUE), text(deed.by()), text(deed.why())));
    }

    @PostMapping("/replay")
    Many replayAll(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String saga,
            @RequestBody Deed deed) {
        Problems.requireNone(wrong(deed));
        return new Many(letters.replayAll(which(topic, key, saga), text(deed.by()), text(deed.why())));
    }

    @PostMapping("/hold")
    Many holdAll(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String saga,
            @RequestBody Deed deed) {
        Problems.requireNone(wrong(deed));
        return new Many(letters.holdAll(which(topic, key, saga), text(deed.by()), text(deed.why())));
    }

    @PostMapping("/discard")
    Many discardAll(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String saga,
            @RequestBody Deed deed) {
        Problems.requireNone(wrong(deed));
        return new Many(letters.discardAll(which(topic, key, saga), text(deed.by()), text(deed.why())));
    }

    /** None of them is chosen by a forgotten filter, so one is required. */
    private static DeadLetters.Which which(@Nullable String topic, @Nullable String key, @Nullable String saga) {
        var which = new DeadLetters.Which(emptyToNull(topic), emptyToNull(key), saga(saga));
        if (which.topic() == null && which.key() == null && which.saga() == null) {
            throw Problems.of(HttpStatus.BAD_REQUEST, "say which: topic, key or saga");
        }
        return which;
    }

    private ParkedLetter done(String id, @Nullable Refusal refusal) {
        if (refusal != null) {
            throw refused(id, refusal);
        }
        return letter(id);
    }

    private static ErrorResponseException refused(String id, Refusal refusal) {
        HttpStatus status = refusal == Refusal.NO_SUCH_LETTER ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT;
        return Problems.of(status, "dead letter " + id + ": " + refusal.text());
    }

    private static List<Problems.Field> wrong(Deed deed) {
        List<Problems.Field> wrong = new ArrayList<>();
        Problems.check(wrong, "by", deed.by());
        Problems.check(wrong, "why", deed.why());
        return wrong;
    }

    private static ParkedLetter.@Nullable State state(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Arrays.stream(ParkedLetter.State.values())
                .filter(it -> it.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Problems.of(
                        HttpStatus.BAD_REQUEST,
                        "state must be one of " + Arrays.toString(ParkedLetter.State.values()) + ", found '" + text
                                + "'"));
    }

    private static @Nullable SagaId saga(@Nullable String text) {
        return text == null || text.isEmpty() ? null : SagaController.id(text);
    }

    private static long number(String name, String text, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException none) {
            throw Problems.of(HttpStatus.BAD_REQUEST, name + " must be a number, found '" + text + "'");
        }
        throw Problems.of(HttpStatus.BAD_REQUEST, name + " must be 1 to " + max + ", found '" + text + "'");
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static String text(@Nullable String text) {
        return String.valueOf(text);
    }
}
