package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What other commands need to know of a system that runs: the content of {@code running.json} in its folder.
 *
 * @param pid the process that started it
 * @param portOffset what every port was moved by; -1 when the ports were chosen freely
 * @param separate whether each service is a process of its own
 * @param urls the base URL of each service by its name, such as {@code order}; also of one that was left out
 * @param bootstrapServers where Kafka listens
 * @param jdbcUrls the database of each service, by its name
 * @param jdbcUser the user of all databases
 */
public record RunningSystem(
        long pid,
        int portOffset,
        boolean separate,
        Map<String, String> urls,
        String bootstrapServers,
        Map<String, String> jdbcUrls,
        String jdbcUser) {

    private static final String FILE = "running.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * The system that runs in this folder, if there is one; a file whose process is dead counts as none.
     *
     * @param data the folder given to {@code up}, {@code .counterstep} by default
     */
    public static Optional<RunningSystem> find(Path data) {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            RunningSystem found = JSON.readValue(Files.readString(file), RunningSystem.class);
            return ProcessHandle.of(found.pid).filter(ProcessHandle::isAlive).map(alive -> found);
        } catch (IOException | JacksonException unreadable) {
            throw new LocalException(
                    "Cannot read %s: %s.".formatted(file, unreadable.getMessage()),
                    "Delete it and start again with './counterstep up'.",
                    unreadable);
        }
    }

    /** Whether the last run in this folder ended without cleaning up, as after kill -9. */
    static boolean wasKilled(Path data) {
        return Files.exists(data.resolve(FILE));
    }

    void write(Path data) throws IOException {
        // Moved into place whole, so that nobody reads half of it.
        Path beside = data.resolve(FILE + ".new");
        Files.writeString(beside, JSON.writeValueAsString(this));
        Files.move(beside, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void remove(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(FILE));
    }

    static RunningSystem of(LocalOptions options, LocalSystem system) {
        int offset = options.ports().kafka() - Ports.offsetBy(0).kafka();
        boolean documented =
                offset >= 0 && offset <= Ports.MAX_OFFSET && options.ports().equals(Ports.offsetBy(offset));
        return new RunningSystem(
                ProcessHandle.current().pid(),
                documented ? offset : -1,
                options.separate(),
                byLabel(system::url),
                system.bootstrapServers(),
                byLabel(system::jdbcUrl),
                EmbeddedDatabase.USER);
    }

    private static Map<String, String> byLabel(Function<Service, String> value) {
        return Arrays.stream(Service.values())
                .collect(Collectors.toMap(Service::label, value, (one, other) -> one, TreeMap::new));
    }
}
