package io.counterstep.core.message;

import org.jspecify.annotations.Nullable;

/** A refusal that says why. Implementing it is optional; the text becomes part of the saga's reason. */
public interface Refusal {

    /** One short sentence for people, or null if the sender gave none. */
    @Nullable
    String reason();
}
