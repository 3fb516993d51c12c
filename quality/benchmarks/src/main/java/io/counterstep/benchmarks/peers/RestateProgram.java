package io.counterstep.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Restate's server program, installed by npm once into a folder of the user's: some 70 MB to load, 220 MB unpacked.
 * Several processes may install at once: each does so beside the target and moves the whole there.
 */
final class RestateProgram {

    /** The server's version. */
    static final String VERSION = "1.7.12";

    /** Names the folder to install into; default {@code ~/.cache/counterstep}. */
    static final String CACHE_PROPERTY = "counterstep.benchmarks.cache";

    private static final String PACKAGE = "@restatedev/restate-server";
    private static final Duration INSTALL_WITHIN = Duration.ofMinutes(5);
    private static final int MAX_SAID = 2_000;

    private RestateProgram() {}

    /** There is no program, and none can be had. */
    static final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    /**
     * The program, installed first if need be.
     *
     * @throws UnavailableException if npm is missing or fails, or there is no such program for this machine
     * @throws IOException if the cache cannot be written
     */
    static Path installed() throws IOException, InterruptedException {
        return in(
                Path.of(System.getProperty(
                        CACHE_PROPERTY,
                        Path.of(System.getProperty("user.home"), ".cache", "counterstep")
                                .toString())),
                "npm");
    }

    /** @param npm npm's program */
    static Path in(Path cache, String npm) throws IOException, InterruptedException {
        Path home = cache.toAbsolutePath().resolve("restate-server-" + VERSION);
        Path program =
                home.resolve("node_modules").resolve(PACKAGE + "-" + platform()).resolve("bin/restate-server");
        if (!Files.isExecutable(program)) {
            install(cache, home, npm);
        }
        if (!Files.isExecutable(program)) {
            throw new UnavailableException(
                    "npm installed %s %s to %s, but without %s; there may be none for this machine (%s)."
                            .formatted(PACKAGE, VERSION, home, program, platform()));
        }
        return program;
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return (os.contains("mac") ? "darwin" : os) + "-" + (processor.matches("aarch64|arm64") ? "arm64" : "x64");
    }

    private static void install(Path cache, Path home, String npm) throws IOException, InterruptedException {
        Path beside = Files.createTempDirectory(Files.createDirectories(cache), "installing-restate-");
        try {
            run(
                    npm,
                    "install",
                    "--prefix",
                    beside.toString(),
                    PACKAGE + "@" + VERSION,
                    "--no-audit",
                    "--no-fund",
                    // the program is a plain file: nothing of the packages has to run
                    "--ignore-scripts",
                    // the files it leaves shall not say where the packages came from
                    "--no-package-lock",
                    "--omit-lockfile-registry-resolved");
            Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException installedByAnother) {
            delete(beside);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            delete(beside);
            throw failed;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process npm;
        try {
            npm = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noNpm) {
            throw new UnavailableException(
                    "Restate's server comes from npm, which cannot be run (%s). Install Node.js with npm."
                            .formatted(noNpm.getMessage()));
        }
        npm.getOutputStream().close();
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> read(npm.getInputStream()));
        try {
            if (!npm.waitFor(INSTALL_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new UnavailableException("%s did not end within %s. Is the registry reachable?"
                        .formatted(String.join(" ", command), INSTALL_WITHIN));
            }
            if (npm.exitValue() != 0) {
                throw new UnavailableException("%s failed with status %d. Is the registry reachable? It said: %s"
                        .formatted(String.join(" ", command), npm.exitValue(), end(said.join())));
            }
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
    }

    private static String read(InputStream said) {
        try (said) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException ended) {
            return "(nothing that could be read: " + ended.getMessage() + ")";
        }
    }

    private static String end(String said) {
        return said.substring(Math.max(0, said.length() - MAX_SAID));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
