package io.counterstep.chaos.cluster;

import io.counterstep.chaos.sabotage.Guard;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What to start.
 *
 * @param folder for data and, in {@code logs}, what each process says; created; should hold nothing of another cluster
 * @param without guards that the services do without
 * @param instances of each service, 1 to {@link #MAX_INSTANCES}
 * @param progress is told in words what is being started; called by one thread at a time
 */
public record ClusterOptions(Path folder, Set<Guard> without, int instances, Consumer<String> progress) {

    public static final int MAX_INSTANCES = 8;

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public ClusterOptions {
        if (instances < 1 || instances > MAX_INSTANCES) {
            throw new IllegalArgumentException("instances must be 1 to " + MAX_INSTANCES + ", were " + instances);
        }
        folder = folder.toAbsolutePath().normalize();
        without = Set.copyOf(without);
    }

    /** Two instances of each service with all their guards, and nobody is told. */
    public static ClusterOptions in(Path folder) {
        return new ClusterOptions(folder, Set.of(), 2, it -> {});
    }
}
