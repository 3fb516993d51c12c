package io.counterstep.chaos.nemesis;

import io.counterstep.chaos.cluster.Node;
import java.util.List;

/** kill -9 of processes at once; they are started again together. */
record Kill(List<? extends Node> nodes) implements Attack {

    Kill {
        nodes = List.copyOf(nodes);
    }

    @Override
    public String target() {
        return Attacks.names(nodes);
    }

    @Override
    public String strike() {
        List<? extends Node> running = nodes.stream().filter(Node::isUp).toList();
        running.parallelStream().forEach(Node::kill);
        if (running.isEmpty() || running.stream().anyMatch(Node::isUp)) {
            throw new IllegalStateException("not all of " + target() + " ran and were killed");
        }
        return running.size() + " killed";
    }

    @Override
    public String heal() throws InterruptedException {
        for (Node node : nodes) {
            try {
                node.launch();
            } catch (RuntimeException failed) {
                Repair.start(node);
            }
        }
        for (Node node : nodes) {
            Repair.start(node);
        }
        return "";
    }
}
