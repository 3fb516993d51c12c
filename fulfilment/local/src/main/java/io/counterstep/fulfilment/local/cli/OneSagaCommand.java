package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Parameters;

/** An operation that is always about one saga. */
abstract class OneSagaCommand extends OperationCommand {

    @Parameters(paramLabel = "ID", description = "The saga's id, or an order's.")
    private String id = "";

    @Override
    final String id() {
        return id;
    }
}
