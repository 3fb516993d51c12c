package io.counterstep.chaos.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection through a proxy: two streams, each with a thread that reads and one that writes when bytes are due. */
final class ProxiedConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedConnection.class);

    /** Bytes on their way are at most this many chunks in each direction; then the sender has to wait. */
    private static final int MAX_CHUNKS = 64;

    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    private final TcpProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final int target;
    private final AtomicInteger open = new AtomicInteger(2);
    private volatile boolean over;

    ProxiedConnection(TcpProxy proxy, Socket client, int target) {
        this.proxy = proxy;
        this.client = client;
        this.target = target;
    }

    /** @param bytes none for the end of the stream */
    private record Chunk(byte[] bytes, long dueNanos, boolean late) {

        boolean isEnd() {
            return bytes.length == 0;
        }
    }

    /** Returns at once. */
    void start() {
        Thread.ofVirtual().name(proxy.name() + " connect").start(this::connect);
    }

    /** Ends both sides with RST, as a firewall or a crashed machine would. */
    void reset() {
        over = true;
        reset(client);
        reset(server);
    }

    private void connect() {
        if (proxy.mode() == TcpProxy.Mode.SILENT) {
            proxy.disturbedOne();
            return; // open, and reset when the proxy is healed
        }
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            pump(client, server, false);
            pump(server, client, true);
        } catch (IOException nobodyThere) {
            end();
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        BlockingQueue<Chunk> onTheWay = new ArrayBlockingQueue<>(MAX_CHUNKS);
        String direction = proxy.name() + (answers ? " answers" : " requests");
        Thread writer = Thread.ofVirtual()
                .name(direction + " out")
                .unstarted(() -> guarded(() -> write(onTheWay, to, answers)));
        Thread.ofVirtual().name(direction + " in").start(() -> guarded(() -> read(from, onTheWay, writer)));
        writer.start();
    }

    private interface Pumping {
        void run() throws IOException, InterruptedException;
    }

    private void guarded(Pumping pumping) {
        try {
            pumping.run();
        } catch (IOException broken) {
            LOG.debug("A connection of {} broke", proxy.name(), broken);
            if (proxy.mode() != TcpProxy.Mode.SILENT) {
                end();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Socket from, BlockingQueue<Chunk> onTheWay, Thread writer)
            throws IOException, InterruptedException {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[CHUNK_BYTES];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                if (read > 0) {
                    onTheWay.put(chunk(Arrays.copyOf(buffer, read)));
                }
            }
            onTheWay.put(chunk(new byte[0]));
        } catch (IOException broken) {
            writer.interrupt();
            throw broken;
        }
    }

    private Chunk chunk(byte[] bytes) {
        long delay = proxy.delayNanos();
        return new Chunk(bytes, System.nanoTime() + delay, delay > 0);
    }

    private void write(BlockingQueue<Chunk> onTheWay, Socket to, boolean answers)
            throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        while (!over) {
            Chunk chunk = onTheWay.take();
            TimeUnit.NANOSECONDS.sleep(chunk.dueNanos() - System.nanoTime());
            TcpProxy.Mode mode = proxy.mode();
            if (chunk.late()) {
                proxy.disturbedOne();
            }
            boolean lost = mode == TcpProxy.Mode.SILENT || (answers && mode == TcpProxy.Mode.ANSWERS_LOST);
            if (chunk.isEnd()) {
                if (!lost) {
                    finish(to);
                }
                return;
            }
            if (lost) {
                proxy.disturbedOne();
            } else {
                out.write(chunk.bytes());
            }
        }
    }

    private void finish(Socket to) throws IOException {
        to.shutdownOutput();
        if (open.decrementAndGet() == 0) {
            proxy.forget(this);
            client.close();
            server.close();
        }
    }

    private void end() {
        reset();
        proxy.forget(this);
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException failed) {
            LOG.debug("A socket was gone before it was reset", failed);
        }
    }
}
