package io.counterstep.fulfilment.local.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Streams an answer into a file. The file is there only when it is whole: until then it is called {@code FILE.part}, and
 * a file that was there before stays as it is. Needs the same little memory however long the answer is.
 */
final class Download {

    /** A service that says nothing for so long counts as away. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Endpoints system;
    private final LongConsumer onBytes;

    /** @param onBytes told how many there are so far */
    Download(Endpoints system, LongConsumer onBytes) {
        this.system = system;
        this.onBytes = onBytes;
    }

    /**
     * @return how many bytes the file has
     * @throws Unreachable if nothing answers, or no longer
     * @throws ApiProblem if the answer is an error
     * @throws CliFailure if the file cannot be written
     */
    long into(Path file, URI base, String path) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = onFile(part, () -> Files.newOutputStream(part))) {
            long bytes = read(base.resolve(path), part, out);
            onFile(part, () -> {
                out.close();
                return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            });
            return bytes;
        } catch (ConnectException nobody) {
            throw Unreachable.at(base, system.origin(), nobody);
        } catch (SocketTimeoutException late) {
            throw new Unreachable(
                    base + " said nothing for " + SILENCE.toSeconds() + " s; if it does not recover", late);
        } catch (IOException broken) {
            throw new Unreachable("the connection to " + base + " broke (" + broken.getMessage() + ")", broken);
        } finally {
            onFile(part, () -> Files.deleteIfExists(part));
        }
    }

    // Not the client of Api: that one cannot tell an answer that goes on from one that has stopped.
    private long read(URI uri, Path part, OutputStream out) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) SILENCE.toMillis());
        try {
            int status = connection.getResponseCode();
            if (status >= 400) {
                throw problem(uri, status, connection.getErrorStream());
            }
            try (InputStream in = connection.getInputStream()) {
                return copy(in, connection.getContentLengthLong(), part, out);
            }
        } finally {
            connection.disconnect();
        }
    }

    /** @param announced how many bytes must come, or negative */
    private long copy(InputStream in, long announced, Path part, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int some = read;
            onFile(part, () -> {
                out.write(buffer, 0, some);
                return some;
            });
            bytes += read;
            onBytes.accept(bytes);
        }
        if (announced >= 0 && announced != bytes) {
            throw new IOException("only " + bytes + " of " + announced + " bytes came");
        }
        return bytes;
    }

    private static ApiProblem problem(URI uri, int status, @Nullable InputStream error) throws IOException {
        if (error == null) {
            return new ApiProblem("GET", uri, status, Json.object());
        }
        try (error) {
            return Api.problem("GET", uri, status, new String(error.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private interface FileStep<T> {
        T run() throws IOException;
    }

    /** What fails here has to do with the file, not with the network. */
    private static <T> T onFile(Path file, FileStep<T> step) {
        try {
            return step.run();
        } catch (IOException failed) {
            throw CliFailure.usage("cannot write " + file + ": " + failed, failed);
        }
    }
}
