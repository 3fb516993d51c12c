package io.counterstep.fulfilment.order;

/** What became of one placement. */
sealed interface PlacementOutcome {

    /** @param order as it is stored: new, or placed by the same request before */
    record Placed(Order order) implements PlacementOutcome {}

    /** @param why for the one who asked; nothing was stored, unless a commit's own outcome is unknown */
    record NotPlaced(RuntimeException why) implements PlacementOutcome {}
}
