package io.counterstep.architecture.wrong.fulfilment.shipping;

class Sleeps {
    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
