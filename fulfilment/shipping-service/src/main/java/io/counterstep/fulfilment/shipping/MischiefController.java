package io.counterstep.fulfilment.shipping;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Shows, changes and ends the demo's mischief; it answers with what is on. Without the demo it is not there: 404. */
@RestController
@Profile("demo")
@RequestMapping("/demo/mischief")
class MischiefController {

    private static final String FIELD = "slowBy";

    private final Mischief mischief;

    MischiefController(Mischief mischief) {
        this.mischief = mischief;
    }

    /** @param slowBy in ISO 8601; PT0S if nothing is slow on purpose */
    record MischiefView(String slowBy) {}

    @GetMapping
    MischiefView show() {
        return new MischiefView(mischief.slowBy().toString());
    }

    @PutMapping
    MischiefView change(@RequestBody Map<String, @Nullable Object> wish) {
        for (String field : wish.keySet()) {
            if (!field.equals(FIELD)) {
                throw badRequest("there is no mischief '" + field + "' here, only " + FIELD);
            }
        }
        Object time = wish.get(FIELD);
        Duration slowBy = time == null ? Duration.ZERO : duration(time);
        try {
            mischief.slowBy(slowBy);
        } catch (IllegalArgumentException outOfBounds) {
            throw badRequest(String.valueOf(outOfBounds.getMessage()));
        }
        return show();
    }

    @DeleteMapping
    MischiefView end() {
        mischief.slowBy(Duration.ZERO);
        return show();
    }

    private static Duration duration(Object time) {
        try {
            return DurationStyle.detectAndParse(String.valueOf(time));
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw badRequest(FIELD + " must be a duration such as 500ms, 2s or PT2S, was " + time);
        }
    }

    private static ResponseStatusException badRequest(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
