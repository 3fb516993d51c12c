package io.counterstep.chaos.cluster;

import io.counterstep.fulfilment.local.Service;
import java.time.Duration;

/** An instance of a service. */
public interface ServiceNode extends Node {

    Service service();

    /** Where it answers HTTP, without a slash at the end. */
    String url();

    /** Between this instance alone and PostgreSQL. */
    Link database();

    /** Lets its clock go wrong by that much from now on, forwards or backwards; zero sets it right. Outlives a restart. */
    void clockOffset(Duration offset);
}
