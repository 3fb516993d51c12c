package io.counterstep.fulfilment.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that keeps everything of a local system, held by one process at a time.
 *
 * <p>The lock is the operating system's, so it ends with its process, however that ends.
 */
final class DataFolder implements AutoCloseable {

    /** Raised when the layout of the folder, or of what the services store, changes so that old data cannot be used. */
    static final String FORMAT = "1";

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final String FORMAT_FILE = "format";
    private static final String LOCK_FILE = "lock";

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder if need be and takes it for this process.
     *
     * @throws LocalException if it is taken, cannot be written, or holds data of another format
     */
    static DataFolder open(Path path) {
        DataFolder folder = take(path);
        try {
            folder.refuseOtherFormat();
            Files.createDirectories(folder.logs());
            return folder;
        } catch (IOException failed) {
            folder.close();
            throw notWritable(path, failed);
        } catch (RuntimeException failed) {
            folder.close();
            throw failed;
        }
    }

    /** As {@link #open}, but whatever its data is, as for deleting it. */
    static DataFolder take(Path path) {
        try {
            Files.createDirectories(path);
            return new DataFolder(path, lock(path));
        } catch (IOException failed) {
            throw notWritable(path, failed);
        }
    }

    /** Whether this is a folder that a local system made, and so may be deleted. */
    static boolean isOurs(Path path) {
        return Files.exists(path.resolve(FORMAT_FILE));
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    EmbeddedDatabase.Places postgres(Path programs) {
        return new EmbeddedDatabase.Places(path.resolve("postgresql"), programs, logs().resolve("postgresql.log"));
    }

    Path logs() {
        return path.resolve("logs");
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException failed) {
            // The lock ends with the process at the latest.
            LOG.warn("Cannot release the lock on {}", path, failed);
        }
    }

    private static LocalException notWritable(Path path, IOException failed) {
        return new LocalException(
                "Cannot write to %s: %s.".formatted(path, reason(failed)),
                "Make that folder writable, free some space, or choose another one (--data DIR).",
                failed);
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            String who = RunningSystem.find(path)
                    .map(running -> " (process " + running.pid() + ")")
                    .orElse("");
            throw new LocalException(
                    "Counterstep already runs in %s%s.".formatted(path, who),
                    "Use that one, or end it with Ctrl-C; for a second one beside it:"
                            + " './counterstep up --data .counterstep-2 --port-offset 1000'.");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    private void refuseOtherFormat() throws IOException {
        Path file = path.resolve(FORMAT_FILE);
        if (!Files.exists(file)) {
            Files.writeString(file, FORMAT + System.lineSeparator());
            return;
        }
        String found = Files.readString(file).strip();
        if (!found.equals(FORMAT)) {
            throw new LocalException(
                    "The data in %s has format %s; this version of Counterstep uses format %s."
                            .formatted(path, found, FORMAT),
                    "'./counterstep reset' deletes it; '--data DIR' leaves it and starts elsewhere.");
        }
    }

    private static String reason(IOException failed) {
        String name = failed.getClass().getSimpleName().replace("Exception", "");
        return failed instanceof java.nio.file.FileSystemException
                ? name + " " + failed.getMessage()
                : failed.toString();
    }
}
