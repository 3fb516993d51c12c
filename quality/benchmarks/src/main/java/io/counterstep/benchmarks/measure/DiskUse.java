package io.counterstep.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How much stands on disk. */
public final class DiskUse {

    /** PostgreSQL's log is recycled: it grows to a bound, not with the sagas. */
    private static final String RECYCLED = "pg_wal";

    private DiskUse() {}

    /** The sizes of all files; what is deleted meanwhile may or may not count, what PostgreSQL recycles never does. */
    public static long bytes(List<Path> folders) {
        AtomicLong bytes = new AtomicLong();
        for (Path folder : folders) {
            try {
                Files.walkFileTree(folder, new Sizes(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot list the files in " + folder, e);
            }
        }
        return bytes.get();
    }

    private static final class Sizes extends SimpleFileVisitor<Path> {
        private final AtomicLong bytes;

        Sizes(AtomicLong bytes) {
            this.bytes = bytes;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.endsWith(RECYCLED) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @org.jspecify.annotations.Nullable IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
