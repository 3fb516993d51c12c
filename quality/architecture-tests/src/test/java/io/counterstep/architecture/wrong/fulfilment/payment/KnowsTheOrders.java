package io.counterstep.architecture.wrong.fulfilment.payment;

import io.counterstep.architecture.wrong.fulfilment.order.KnowsLocal;

class KnowsTheOrders {
    KnowsLocal orders = new KnowsLocal();
}
