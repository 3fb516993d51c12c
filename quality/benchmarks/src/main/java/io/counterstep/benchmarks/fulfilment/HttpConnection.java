package io.counterstep.benchmarks.fulfilment;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive HTTP/1.1 connection, one request at a time: load must not cost more than the system it loads, and the
 * JDK's client costs several thread changes for each request. Connects when needed, and again when the server closed.
 * Not thread-safe.
 */
final class HttpConnection implements AutoCloseable {

    static final int MAX_LINE = 8_192;
    static final int MAX_HEADERS = 100;
    static final int MAX_BODY = 1_048_576;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /** Servers close what idles; a connection that did for so long is not used again. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(5);

    private final String host;
    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream in;
    private long usedAt;

    record Response(int status, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @throws IllegalArgumentException if the scheme is not http: load over TLS measures something else */
    HttpConnection(URI base) {
        if (!"http".equals(base.getScheme())) {
            throw new IllegalArgumentException("load needs a URL of the scheme http, not " + base);
        }
        this.host = base.getHost();
        this.port = base.getPort() < 0 ? 80 : base.getPort();
    }

    Response post(String path, byte[] json) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + host + ":" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + json.length);
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(json);
        return exchange(request.toByteArray());
    }

    Response get(String path) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n\r\n";
        return exchange(head.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        in = null;
        if (open != null) {
            open.close();
        }
    }

    /** A failed exchange leaves no connection behind: where the next answer would start is unknown. */
    private Response exchange(byte[] request) throws IOException {
        try {
            Socket open = connected();
            open.getOutputStream().write(request);
            Response response = read();
            usedAt = System.nanoTime();
            return response;
        } catch (IOException | RuntimeException broken) {
            close();
            throw broken;
        }
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open != null && System.nanoTime() - usedAt <= MAX_IDLE.toNanos()) {
            return open;
        }
        close();
        Socket fresh = new Socket();
        socket = fresh;
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(Math.toIntExact(READ_TIMEOUT.toMillis()));
        fresh.connect(new InetSocketAddress(host, port), Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
        in = new BufferedInputStream(fresh.getInputStream());
        return fresh;
    }

    private Response read() throws IOException {
        int status = status(line());
        int length = 0;
        boolean chunked = false;
        boolean closes = false;
        String header = line();
        for (int count = 0; !header.isEmpty(); count++, header = line()) {
            if (count == MAX_HEADERS) {
                throw new ProtocolException("more than " + MAX_HEADERS + " header lines");
            }
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = number(lower.substring("content-length:".length()), 10);
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.startsWith("connection:")) {
                closes = lower.endsWith("close");
            }
        }
        Response response = new Response(status, chunked ? chunks() : bytes(length));
        if (closes) {
            close();
        }
        return response;
    }

    private static int status(String line) throws ProtocolException {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
            throw new ProtocolException("expected an HTTP/1 status line, found '" + line + "'");
        }
        return number(parts[1], 10);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            if (size + body.size() > MAX_BODY) {
                throw new ProtocolException("body of more than " + MAX_BODY + " bytes");
            }
            body.writeBytes(bytes(size));
            line();
        }
        for (int count = 0; !line().isEmpty(); count++) {
            if (count == MAX_HEADERS) {
                throw new ProtocolException("more than " + MAX_HEADERS + " trailer lines");
            }
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return number(line().split(";", 2)[0], 16);
    }

    private static int number(String text, int radix) throws ProtocolException {
        try {
            return Integer.parseUnsignedInt(text.strip(), radix);
        } catch (NumberFormatException wrong) {
            throw new ProtocolException("expected a number, found '" + text + "'");
        }
    }

    private byte[] bytes(int length) throws IOException {
        if (length < 0 || length > MAX_BODY) {
            throw new ProtocolException("body of more than " + MAX_BODY + " bytes");
        }
        byte[] body = input().readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the server closed the connection within a body");
        }
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = input().read(); next != '\n'; next = input().read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (line.length() == MAX_LINE) {
                throw new ProtocolException("a line of more than " + MAX_LINE + " bytes");
            }
            line.append((char) next);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    private InputStream input() throws IOException {
        InputStream open = in;
        if (open == null) {
            throw new IOException("not connected");
        }
        return open;
    }
}
