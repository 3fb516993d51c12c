package io.counterstep.testing;

import java.util.Arrays;

/** A growing list of numbers without boxes. */
final class IntList {

    private int[] elements = new int[1 << 10];
    private int size;

    void add(int element) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, size * 2);
        }
        elements[size++] = element;
    }

    int get(int index) {
        return elements[index];
    }

    int size() {
        return size;
    }
}
