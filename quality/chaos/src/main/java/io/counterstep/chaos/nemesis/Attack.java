package io.counterstep.chaos.nemesis;

/** One fault at its target. Used by one thread. */
interface Attack {

    /** What it is about, such as {@code payment-2}. */
    String target();

    /**
     * Brings the fault about, and returns when it is there.
     *
     * @return what shows that it is
     * @throws Exception if it could not be brought about
     */
    String strike() throws Exception;

    /**
     * Takes it away, and returns when the system is whole again. Also called after a strike that failed.
     *
     * @return what was seen meanwhile, or an empty text
     */
    String heal() throws Exception;
}
