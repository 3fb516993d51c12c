package io.counterstep.fulfilment.local.bench;

/**
 * Sagas that are stored between a first and a second measurement of the same process, to see what they cost.
 *
 * @param finished sagas that have ended, with their histories
 * @param active sagas that wait for an answer which never comes
 */
public record Stored(int finished, int active) {

    public static final int MAX = 50_000_000;

    public static final Stored NONE = new Stored(0, 0);

    /** @throws IllegalArgumentException if a number is out of its bounds */
    public Stored {
        if (finished < 0 || finished > MAX || active < 0 || active > MAX) {
            throw new IllegalArgumentException(
                    "stored sagas must be 0 to " + MAX + ", were " + finished + " finished and " + active + " active");
        }
    }

    public boolean isNone() {
        return finished == 0 && active == 0;
    }

    /** Such as {@code 5000000 finished}. */
    public String label() {
        String both = finished > 0 && active > 0 ? ", " : "";
        return (finished > 0 ? finished + " finished" : "") + both + (active > 0 ? active + " active" : "");
    }
}
