package io.counterstep.testing;

import java.util.Arrays;

/** A hash table from fingerprints to numbers from 0 upwards, without boxes. One writer; readers only while nobody writes. */
final class LongTable {

    static final int ABSENT = -1;

    private static final int FIRST_CAPACITY = 1 << 12;

    private long[] keys = new long[FIRST_CAPACITY];
    private int[] values = filled(FIRST_CAPACITY);
    private int size;

    private static int[] filled(int capacity) {
        int[] values = new int[capacity];
        Arrays.fill(values, ABSENT);
        return values;
    }

    int get(long key) {
        return values[slot(keys, values, key)];
    }

    void put(long key, int value) {
        int slot = slot(keys, values, key);
        if (values[slot] == ABSENT) {
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
        if (size * 2 > keys.length) {
            grow();
        }
    }

    int size() {
        return size;
    }

    /** Where that key is, or would be put. */
    private static int slot(long[] keys, int[] values, long key) {
        int mask = keys.length - 1;
        int slot = (int) (key ^ (key >>> 32)) & mask;
        while (values[slot] != ABSENT && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] moreKeys = new long[keys.length * 2];
        int[] moreValues = filled(keys.length * 2);
        for (int i = 0; i < keys.length; i++) {
            if (values[i] != ABSENT) {
                int slot = slot(moreKeys, moreValues, keys[i]);
                moreKeys[slot] = keys[i];
                moreValues[slot] = values[i];
            }
        }
        keys = moreKeys;
        values = moreValues;
    }
}
