package io.counterstep.chaos.cluster;

/** One of the three brokers, each of them a controller too. */
public interface BrokerNode extends Node {

    int id();

    /** Between all services and this broker; the brokers among themselves talk directly. */
    Link clients();
}
