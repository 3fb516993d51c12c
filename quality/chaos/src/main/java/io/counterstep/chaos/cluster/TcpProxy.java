package io.counterstep.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards TCP connections on the loopback address. It keeps its port from its start to {@link #close()}, so the server
 * behind it may come and go; while there is none, connections are reset as soon as they are made. Thread-safe.
 */
final class TcpProxy implements Link, AutoCloseable {

    /** More are reset at once: a client that leaks connections must not take this JVM down. */
    static final int MAX_CONNECTIONS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(TcpProxy.class);
    private static final int BACKLOG = 256;

    private final String name;
    private final ServerSocket listener;
    private final int target;
    private final Set<ProxiedConnection> connections = new HashSet<>();

    private volatile Mode mode = Mode.OPEN;
    private volatile long delayNanos;
    private final LongAdder disturbed = new LongAdder();
    private boolean closed;

    enum Mode {
        OPEN,
        CUT,
        SILENT,
        ANSWERS_LOST
    }

    private TcpProxy(String name, ServerSocket listener, int target) {
        this.name = name;
        this.listener = listener;
        this.target = target;
    }

    /** @param target the loopback port of the server; nobody needs to listen there yet */
    static TcpProxy to(int target, String name) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            TcpProxy proxy = new TcpProxy(name, listener, target);
            Thread.ofVirtual().name(name + " accept").start(proxy::acceptAll);
            return proxy;
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot listen on the loopback address for " + name, failed);
        }
    }

    /** Where clients connect. */
    int port() {
        return listener.getLocalPort();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void delay(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("bytes cannot arrive earlier than they were sent: " + by);
        }
        delayNanos = by.toNanos();
    }

    @Override
    public synchronized void cut() {
        mode = Mode.CUT;
        breakConnections();
    }

    @Override
    public synchronized void goSilent() {
        mode = Mode.SILENT;
    }

    @Override
    public synchronized void loseAnswers() {
        mode = Mode.ANSWERS_LOST;
    }

    @Override
    public synchronized void breakConnections() {
        disturbed.add(connections.size());
        List.copyOf(connections).forEach(ProxiedConnection::reset);
        connections.clear();
    }

    @Override
    public synchronized void heal() {
        if (mode == Mode.SILENT || mode == Mode.ANSWERS_LOST) {
            // bytes are missing from their streams: what came next would be taken for something else
            breakConnections();
        }
        mode = Mode.OPEN;
        delayNanos = 0;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException failed) {
            LOG.warn("Cannot close the listener of {}", name, failed);
        }
        breakConnections();
    }

    @Override
    public long disturbed() {
        return disturbed.sum();
    }

    void disturbedOne() {
        disturbed.increment();
    }

    Mode mode() {
        return mode;
    }

    long delayNanos() {
        return delayNanos;
    }

    synchronized void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException failed) {
                if (!listener.isClosed()) {
                    LOG.warn("{} cannot accept a connection", name, failed);
                }
            }
        }
    }

    private synchronized void accept(Socket client) {
        ProxiedConnection connection = new ProxiedConnection(this, client, target);
        if (closed || mode == Mode.CUT || connections.size() >= MAX_CONNECTIONS) {
            disturbedOne();
            connection.reset();
            return;
        }
        connections.add(connection);
        connection.start();
    }
}
