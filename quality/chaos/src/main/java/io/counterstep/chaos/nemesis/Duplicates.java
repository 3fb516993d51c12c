package io.counterstep.chaos.nemesis;

/** Each record is said again while it lasts. */
record Duplicates(Injector injector) implements Attack {

    @Override
    public String target() {
        return "all topics";
    }

    @Override
    public String strike() {
        injector.sayAgain();
        return "";
    }

    @Override
    public String heal() {
        long said = injector.enough();
        if (said == 0) {
            throw new IllegalStateException("there was nothing to say again");
        }
        return said + " records said again";
    }
}
