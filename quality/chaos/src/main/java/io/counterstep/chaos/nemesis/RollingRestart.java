package io.counterstep.chaos.nemesis;

import io.counterstep.chaos.cluster.Cluster;
import io.counterstep.chaos.cluster.ServiceNode;
import io.counterstep.fulfilment.local.Service;

/** One instance of a service after the other ends in order and starts again. */
record RollingRestart(Service service, Cluster cluster) implements Attack {

    @Override
    public String target() {
        return service.label();
    }

    @Override
    public String strike() throws InterruptedException {
        int restarted = 0;
        for (ServiceNode node : cluster.services(service)) {
            node.stop();
            Repair.start(node);
            restarted++;
        }
        return restarted + " restarted in turn";
    }

    @Override
    public String heal() {
        return "";
    }
}
