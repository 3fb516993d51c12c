package io.counterstep.fulfilment.order.web;

import io.counterstep.fulfilment.order.Mistake;
import io.counterstep.fulfilment.order.RejectedRequestException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one request, up to a bound; not thread-safe. */
final class Mistakes {

    /** Named in one answer; a request that has more of them is not worth more words. */
    static final int MAX = 50;

    private final List<Mistake> found = new ArrayList<>();

    void malformed(String field, String detail) {
        add(Mistake.malformed(field, detail));
    }

    void unacceptable(String field, String detail) {
        add(Mistake.unacceptable(field, detail));
    }

    boolean isFull() {
        return found.size() >= MAX;
    }

    /** @throws RejectedRequestException if anything was wrong */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new RejectedRequestException(found);
        }
    }

    private void add(Mistake mistake) {
        if (!isFull()) {
            found.add(mistake);
        }
    }
}
