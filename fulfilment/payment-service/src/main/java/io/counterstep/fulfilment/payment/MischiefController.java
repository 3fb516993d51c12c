package io.counterstep.fulfilment.payment;

import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    private static final String FIELD = "refuseEvery";

    private final Mischief mischief;

    MischiefController(Mischief mischief) {
        this.mischief = mischief;
    }

    /** @param refuseEvery 0 if no payment is refused on purpose */
    record MischiefView(int refuseEvery) {}

    @GetMapping
    MischiefView show() {
        return new MischiefView(mischief.refuseEvery());
    }

    @PutMapping
    MischiefView change(@RequestBody Map<String, @Nullable Object> wish) {
        for (String field : wish.keySet()) {
            if (!field.equals(FIELD)) {
                throw badRequest("there is no mischief '" + field + "' here, only " + FIELD);
            }
        }
        Object every = wish.get(FIELD);
        if (every != null && !(every instanceof Integer)) {
            throw badRequest(FIELD + " must be a whole number, was " + every);
        }
        try {
            mischief.refuseEvery(every == null ? Mischief.NONE : (Integer) every);
        } catch (IllegalArgumentException outOfBounds) {
            throw badRequest(String.valueOf(outOfBounds.getMessage()));
        }
        return show();
    }

    @DeleteMapping
    MischiefView end() {
        mischief.refuseEvery(Mischief.NONE);
        return show();
    }

    private static ResponseStatusException badRequest(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
