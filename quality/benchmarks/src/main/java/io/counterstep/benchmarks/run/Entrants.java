package io.counterstep.benchmarks.run;

import io.counterstep.benchmarks.engine.EngineContender;
import io.counterstep.benchmarks.fulfilment.OrdersAsEvents;
import io.counterstep.benchmarks.fulfilment.OrdersOverHttp;
import io.counterstep.benchmarks.peers.DbosContender;
import io.counterstep.benchmarks.peers.RestateContender;
import io.counterstep.fulfilment.local.bench.Workload;
import java.util.List;

/** Every system that is measured. Of Restate it is the cheaper form, steps inside one handler; see {@link RestateContender#openCalls}. */
final class Entrants {

    static final List<Entrant> ALL = List.of(
            new Entrant(Entrant.COUNTERSTEP, Workload.ENGINE, EngineContender::open),
            new Entrant("restate", Workload.ENGINE, RestateContender::openSteps),
            new Entrant("dbos", Workload.ENGINE, DbosContender::open),
            new Entrant(Entrant.COUNTERSTEP, Workload.FULFILMENT_HTTP, OrdersOverHttp::open),
            new Entrant(Entrant.COUNTERSTEP, Workload.FULFILMENT_EVENTS, OrdersAsEvents::open));

    private Entrants() {}
}
