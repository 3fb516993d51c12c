package io.counterstep.benchmarks.engine;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** For a loop whose handler keeps nothing. */
final class NoTransactions extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1L;

    @Override
    protected Object doGetTransaction() {
        return this;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        // nothing is kept
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        // nothing is kept
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        // nothing is kept
    }
}
