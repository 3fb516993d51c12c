package io.counterstep.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** A measuring process in a temporary folder, both gone when it is closed, also when this JVM is ended. */
final class Child implements AutoCloseable {

    private final Path folder;
    private final JavaProcess process;
    private final Thread hook = Thread.ofPlatform().name("end-child").unstarted(this::tidy);
    private final AtomicBoolean tidied = new AtomicBoolean();

    private Child(Path folder, JavaProcess process) {
        this.folder = folder;
        this.process = process;
    }

    /** @param arguments from the folder in which it is to work */
    static Child start(Class<?> main, Function<Path, List<String>> arguments) {
        try {
            Path folder = Files.createTempDirectory("counterstep-bench-");
            Path work = Files.createDirectory(folder.resolve("work"));
            Child child = new Child(
                    folder, JavaProcess.start(folder.resolve("process.log"), main.getName(), arguments.apply(work)));
            Runtime.getRuntime().addShutdownHook(child.hook);
            return child;
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot start a process to measure in", failed);
        }
    }

    /**
     * Passes on what it tells until it ends.
     *
     * @return why it failed, or null if it did not
     */
    @Nullable
    String listen(Consumer<Told> listener) {
        String failure = null;
        try (BufferedReader lines = process.process().inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Told told = Told.read(line);
                if (told.failed() != null) {
                    failure = told.failed();
                } else {
                    listener.accept(told);
                }
            }
            int exit = process.process().waitFor();
            if (exit != 0 && failure == null) {
                failure = "its process ended with exit code " + exit;
            }
        } catch (IOException | JacksonException broken) {
            failure = "what it said cannot be read: " + broken.getMessage();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure = "it was interrupted";
        }
        return failure == null ? null : failure + "\n" + process.lastWords();
    }

    @Override
    public void close() {
        tidy();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            LoggerFactory.getLogger(Child.class).debug("The hook runs already", ending);
        }
    }

    private void tidy() {
        if (!tidied.compareAndSet(false, true)) {
            return;
        }
        process.close();
        try {
            LeftOvers.end(folder);
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failed)
                        throws IOException {
                    Files.deleteIfExists(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            LoggerFactory.getLogger(Child.class).warn("Cannot delete {}", folder, failed);
        }
    }
}
