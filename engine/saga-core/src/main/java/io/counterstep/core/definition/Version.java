package io.counterstep.core.definition;

/** The version of a saga definition, from 1 upwards; a saga ends by the one it started with. */
public record Version(int number) {

    public Version {
        if (number < 1) {
            throw new IllegalArgumentException("version must be 1 or more, found " + number);
        }
    }

    public static Version version(int number) {
        return new Version(number);
    }
}
