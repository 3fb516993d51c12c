package io.counterstep.fulfilment.order;

import java.util.List;
import java.util.stream.Collectors;

/** A request that cannot be taken as it is; nothing was stored. Carries every mistake that could be found at once. */
public final class RejectedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    public RejectedRequestException(List<Mistake> mistakes) {
        super(mistakes.stream()
                .map(mistake -> mistake.field() + " " + mistake.detail())
                .collect(Collectors.joining("; ")));
        this.mistakes = List.copyOf(mistakes);
    }

    public RejectedRequestException(Mistake mistake) {
        this(List.of(mistake));
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }
}
