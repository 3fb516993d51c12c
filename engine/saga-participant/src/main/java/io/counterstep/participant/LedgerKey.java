package io.counterstep.participant;

import io.counterstep.core.message.CommandId;

/** What a ledger row stands for. Ordered, so that every transaction locks rows in the same order. */
record LedgerKey(String sagaId, String step) implements Comparable<LedgerKey> {

    static LedgerKey of(CommandId command) {
        return new LedgerKey(command.saga().toString(), command.step());
    }

    @Override
    public int compareTo(LedgerKey other) {
        int bySaga = sagaId.compareTo(other.sagaId);
        return bySaga != 0 ? bySaga : step.compareTo(other.step);
    }
}
