package io.counterstep.chaos.check;

import io.counterstep.fulfilment.local.Service;
import org.jspecify.annotations.Nullable;

/**
 * A row of a participant's ledger.
 *
 * @param request the type of the stored reply to the request; null in a tombstone
 * @param compensation the type of the stored confirmation; null if the step was not undone
 */
record Entry(
        Service service,
        String step,
        boolean tookEffect,
        @Nullable String request,
        @Nullable String compensation) {}
