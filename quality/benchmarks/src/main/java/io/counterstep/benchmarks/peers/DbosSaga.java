package io.counterstep.benchmarks.peers;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.workflow.Workflow;
import io.counterstep.benchmarks.Order;
import io.counterstep.benchmarks.peers.ThreeSteps.Answer;

/** The saga as a workflow of DBOS; an interface because DBOS calls workflows through a proxy. */
interface DbosSaga {

    boolean run(Order order);

    /** Each step, and each compensation, is a step of the workflow: recorded before the next begins. */
    record Durable(DBOS dbos) implements DbosSaga, ThreeSteps.Durably {

        @Override
        @Workflow(name = "three-steps")
        public boolean run(Order order) {
            return ThreeSteps.run(order, this);
        }

        @Override
        public Answer ask(int step, Order order) {
            return dbos.runStep(() -> ThreeSteps.asked(step, order), ThreeSteps.name(step));
        }

        @Override
        public Answer undo(int step, Order order) {
            return dbos.runStep(() -> ThreeSteps.undone(order), "undo-" + ThreeSteps.name(step));
        }
    }
}
