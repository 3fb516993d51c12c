package io.counterstep.chaos.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Kafka's clients and a broker, and keeps requests of one kind to itself while it is told to, with all that
 * follows on their connection: answers come in the order of the requests, or not at all. Thread-safe.
 */
final class UnansweredRequests implements AutoCloseable {

    private final ServerSocket listener;
    private final LongAdder kept = new LongAdder();
    private volatile int target;
    private volatile @Nullable ApiKeys unanswered;

    UnansweredRequests() throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("unanswered requests").start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    void to(int brokerPort) {
        target = brokerPort;
    }

    /** @param kind null for none */
    void keep(@Nullable ApiKeys kind) {
        unanswered = kind;
    }

    long kept() {
        return kept.sum();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> forward(client, broker, this::requests));
                Thread.ofVirtual().start(() -> forward(broker, client, InputStream::transferTo));
            } catch (IOException closedOrRefused) {
                // the client tries again
            }
        }
    }

    private interface Copy {
        void copy(InputStream from, OutputStream to) throws IOException;
    }

    private static void forward(Socket from, Socket to, Copy copy) {
        try (from;
                to) {
            copy.copy(from.getInputStream(), to.getOutputStream());
        } catch (IOException ended) {
            // so does the other direction, by the closing of both
        }
    }

    private void requests(InputStream from, OutputStream to) throws IOException {
        DataInputStream in = new DataInputStream(from);
        DataOutputStream out = new DataOutputStream(to);
        while (true) {
            byte[] request = new byte[in.readInt()];
            in.readFully(request);
            ApiKeys kind = unanswered;
            if (kind != null && ByteBuffer.wrap(request).getShort() == kind.id) {
                kept.increment();
                in.transferTo(OutputStream.nullOutputStream());
                return;
            }
            out.writeInt(request.length);
            out.write(request);
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
