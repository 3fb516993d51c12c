package io.counterstep.architecture.wrong.fulfilment.shipping;

class Prints {
    void print() {
        System.out.println("wrong");
    }
}
