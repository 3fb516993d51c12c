package io.counterstep.architecture.wrong.fulfilment.shipping;

import org.springframework.beans.factory.annotation.Autowired;

class IsInjected {
    @Autowired
    Runnable field = () -> {};
}
