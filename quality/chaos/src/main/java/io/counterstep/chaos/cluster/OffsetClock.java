package io.counterstep.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's time, wrong by as many milliseconds as a file says. Thread-safe. */
final class OffsetClock implements InstantSource {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetClock.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private volatile Duration offset = Duration.ZERO;

    private OffsetClock() {}

    /** @param file looked at a few times a second from now on; right is right as long as there is none */
    static OffsetClock following(Path file) {
        OffsetClock clock = new OffsetClock();
        clock.look(file);
        Thread.ofPlatform().name("clock").daemon().start(() -> {
            while (true) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
                clock.look(file);
            }
        });
        return clock;
    }

    /** Lets all clocks that follow that file be wrong by that much. */
    static void write(Path file, Duration offset) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(beside, Long.toString(offset.toMillis()));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write the offset of a clock to " + file, failed);
        }
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset);
    }

    private void look(Path file) {
        try {
            if (Files.exists(file)) {
                offset = Duration.ofMillis(Long.parseLong(Files.readString(file).strip()));
            }
        } catch (IOException | NumberFormatException unreadable) {
            LOG.warn("The clock's offset in {} cannot be read and stays {}", file, offset, unreadable);
        }
    }
}
