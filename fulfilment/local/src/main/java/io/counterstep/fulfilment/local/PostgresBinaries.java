package io.counterstep.fulfilment.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this operating system and processor, unpacked from the archive on the class path.
 *
 * <p>Several processes may unpack to the same place at once: each unpacks beside it and moves the whole there; who comes
 * second uses the first one's.
 */
final class PostgresBinaries {

    /** The major version of the archives on the class path: data of another one cannot be used. */
    static final String MAJOR_VERSION = "18";

    private static final String UNPACKED = "postgresql-" + MAJOR_VERSION;

    private PostgresBinaries() {}

    /**
     * The folder that holds {@code bin/}, {@code lib/} and {@code share/}; unpacked there first if need be, in about a
     * second.
     *
     * @param cache where to unpack; must belong to the user, because its programs are run
     */
    static Path in(Path cache) {
        String archive = archiveName();
        URL source = PostgresBinaries.class.getResource("/" + archive);
        if (source == null) {
            throw new LocalException(
                    "There is no PostgreSQL for this machine: %s is not on the class path.".formatted(archive),
                    "Local mode runs on Linux (glibc) and macOS, on x86-64 and ARM64.");
        }
        try {
            // The size tells archives of different minor versions apart without reading them.
            long size = source.openConnection().getContentLengthLong();
            Path unpacked = cache.toAbsolutePath().resolve(UNPACKED + "-" + Long.toString(size, Character.MAX_RADIX));
            if (!Files.isDirectory(unpacked)) {
                unpack(source, unpacked);
            }
            return unpacked;
        } catch (IOException failed) {
            throw new LocalException(
                    "Cannot unpack PostgreSQL to %s: %s.".formatted(cache.toAbsolutePath(), failed.getMessage()),
                    "Make that folder writable, free some space (about 60 MB), or choose another one (--data DIR).",
                    failed);
        }
    }

    private static void unpack(URL source, Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IOException(target + " has no parent folder");
        }
        Files.createDirectories(parent);
        Path beside = Files.createTempDirectory(parent, "unpacking-");
        try {
            try (InputStream bytes = new BufferedInputStream(source.openStream());
                    TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(bytes))) {
                @Nullable TarArchiveEntry entry;
                while ((entry = tar.getNextEntry()) != null) {
                    unpack(tar, entry, beside);
                }
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException unpackedByAnother) {
            Folders.delete(beside);
        } catch (IOException | RuntimeException failed) {
            Folders.delete(beside);
            throw failed;
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("the archive names a file outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        if (folder != null && folder.endsWith("bin") && !path.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + path + " executable");
        }
    }

    private static String archiveName() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String family = os.contains("mac") ? "darwin" : os;
        String bits = switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> processor;
        };
        return "postgres-" + family + "-" + bits + ".txz";
    }
}
