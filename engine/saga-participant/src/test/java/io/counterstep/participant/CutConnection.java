package io.counterstep.participant;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to PostgreSQL that can be cut at the worst moment: the COMMIT has arrived and was done, its confirmation is swallowed
 * and the connection closed.
 */
final class CutConnection implements Closeable {

    /** As a whole statement; a transaction that begins says READ COMMITTED. */
    private static final String COMMIT = "COMMIT\0";

    private static final int BUFFER = 1 << 16;

    private final ServerSocket server;
    private final int target;
    private final AtomicBoolean cutNext = new AtomicBoolean();
    private final AtomicInteger cuts = new AtomicInteger();

    /** @param target the port of the PostgreSQL on this machine */
    CutConnection(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Cuts the connection that commits next. */
    void cutAfterNextCommit() {
        cutNext.set(true);
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
                AtomicBoolean swallow = new AtomicBoolean();
                Thread.ofVirtual().start(() -> pipe(client, database, swallow, true));
                Thread.ofVirtual().start(() -> pipe(database, client, swallow, false));
            }
        } catch (SocketException closed) {
            if (!server.isClosed()) {
                throw new UncheckedIOException("cannot go on listening", closed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reach PostgreSQL at port " + target, e);
        }
    }

    private void pipe(Socket from, Socket to, AtomicBoolean swallow, boolean asking) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!asking && swallow.get()) {
                    cuts.incrementAndGet();
                    return;
                }
                if (asking && holdsCommit(buffer, read) && cutNext.compareAndSet(true, false)) {
                    swallow.set(true);
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException ended) {
            // one of the two has closed, which ends the way between them
            return;
        }
    }

    private static boolean holdsCommit(byte[] buffer, int length) {
        return new String(buffer, 0, length, ISO_8859_1).contains(COMMIT);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
