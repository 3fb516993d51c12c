package io.counterstep.chaos.nemesis;

import io.counterstep.chaos.cluster.Cluster;
import io.counterstep.chaos.cluster.ServiceNode;
import io.counterstep.fulfilment.local.Service;
import org.jspecify.annotations.Nullable;

/** A further instance takes its share of the partitions, and gives it back. */
final class Scale implements Attack {

    private final Service service;
    private final Cluster cluster;
    private @Nullable ServiceNode further;

    Scale(Service service, Cluster cluster) {
        this.service = service;
        this.cluster = cluster;
    }

    @Override
    public String target() {
        return service.label();
    }

    @Override
    public String strike() throws InterruptedException {
        ServiceNode node = cluster.add(service);
        further = node;
        Repair.start(node);
        return node.name() + " joined";
    }

    @Override
    public String heal() {
        if (further != null) {
            cluster.remove(further);
        }
        return "";
    }
}
