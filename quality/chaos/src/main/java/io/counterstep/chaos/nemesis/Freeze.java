package io.counterstep.chaos.nemesis;

import io.counterstep.chaos.cluster.Node;

/** SIGSTOP, and later SIGCONT: afterwards the process believes that no time has passed. */
record Freeze(Node node) implements Attack {

    @Override
    public String target() {
        return node.name();
    }

    @Override
    public String strike() {
        if (!node.isUp()) {
            throw new IllegalStateException(node.name() + " does not run");
        }
        node.freeze();
        return "frozen";
    }

    @Override
    public String heal() throws InterruptedException {
        node.thaw();
        // One that took its own long silence for a failure may have ended.
        Repair.start(node);
        return "";
    }
}
