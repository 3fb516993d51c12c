package io.counterstep.chaos.check;

/** What must hold at rest, the most basic first. */
public enum Invariant {
    I1("every accepted order ends as its kind demands, once"),
    I2("each step takes effect at most once, and is undone iff it took effect and the saga did not complete"),
    I3("money and stock add up"),
    I4("a reply exists iff its ledger row is committed"),
    I5("all services agree"),
    G4("an order is told CANCELED only after every compensation is confirmed"),
    HISTORY("a saga's history has no gaps, and no transition is made twice");

    private final String rule;

    Invariant(String rule) {
        this.rule = rule;
    }

    /** As a sentence. */
    public String rule() {
        return rule;
    }
}
