package io.counterstep.testing;

/** A 64-bit hash of a sequence of numbers; two of a million different ones are equal once in 37 million explorations. */
final class Fingerprint {

    private long value = 0x243F6A8885A308D3L;

    void add(long number) {
        value = mixed(value ^ mixed(number)) + 0x9E3779B97F4A7C15L;
    }

    long value() {
        return value;
    }

    /** The finalizer of MurmurHash3, which maps no two numbers to the same. */
    static long mixed(long number) {
        long h = number + 0x9E3779B97F4A7C15L;
        h ^= h >>> 33;
        h *= 0xFF51AFD7ED558CCDL;
        h ^= h >>> 33;
        h *= 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }
}
