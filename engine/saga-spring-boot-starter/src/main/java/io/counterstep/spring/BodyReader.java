package io.counterstep.spring;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Reads the body of a request off the wire, so that whoever works on it never waits for a slow client. Thread-safe. */
final class BodyReader {

    private static final int CHUNK = 8 * 1024;

    private final long max;
    private final Duration within;
    private final LongSupplier nanoTime;

    /**
     * @param max bytes that a body may have
     * @param within how long it may take to come; looked at whenever some of it has come
     */
    BodyReader(long max, Duration within, LongSupplier nanoTime) {
        this.max = max;
        this.within = within;
        this.nanoTime = nanoTime;
    }

    /** Why a body is not taken, with the status that says so. */
    static final class RefusedBody extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedBody(int status, String detail) {
            super(detail);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * The same request, with its body at hand.
     *
     * @param room takes a permit for each byte that is kept
     * @throws RefusedBody if the body is too large, does not come in time, or there is no room for it
     */
    HttpServletRequest read(HttpServletRequest request, Hold room) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > max) {
            throw tooLarge();
        }
        if (announced == 0 || (announced < 0 && !mayFollow(request))) {
            return request;
        }
        if (isForm(request)) {
            // the container makes parameters of it, for which it reads the body itself, within bounds of its own
            request.getParameterMap();
            return request;
        }
        return new Buffered(request, bytes(request.getInputStream(), room));
    }

    private byte[] bytes(InputStream in, Hold room) throws IOException {
        long begun = nanoTime.getAsLong();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            if (body.size() + read > max) {
                throw tooLarge();
            }
            if (nanoTime.getAsLong() - begun > within.toNanos()) {
                throw new RefusedBody(HttpServletResponse.SC_REQUEST_TIMEOUT, "the body did not come within " + within);
            }
            if (!room.take(read)) {
                throw new RefusedBody(
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        "the bodies of all requests together are too large; send it again later");
            }
            body.write(chunk, 0, read);
        }
        return body.toByteArray();
    }

    private RefusedBody tooLarge() {
        return new RefusedBody(
                HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "the body is larger than " + max + " bytes");
    }

    /** HTTP/2 needs neither a length nor a header to send a body. */
    private static boolean mayFollow(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                || request.getProtocol().startsWith("HTTP/2");
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        return lower.startsWith("application/x-www-form-urlencoded") || lower.startsWith("multipart/");
    }

    /** A request whose body was read. */
    private static final class Buffered extends HttpServletRequestWrapper {
        private final ServletInputStream in;
        private @Nullable BufferedReader reader;

        Buffered(HttpServletRequest request, byte[] body) {
            super(request);
            this.in = new Bytes(body);
        }

        @Override
        public ServletInputStream getInputStream() {
            return in;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            if (reader == null) {
                String encoding = getCharacterEncoding();
                Charset charset = encoding == null ? StandardCharsets.ISO_8859_1 : Charset.forName(encoding);
                reader = new BufferedReader(new InputStreamReader(in, charset));
            }
            return reader;
        }
    }

    /** A body that is all there. */
    private static final class Bytes extends ServletInputStream {
        private final ByteArrayInputStream in;

        Bytes(byte[] body) {
            this.in = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return in.read(into, offset, length);
        }

        @Override
        public int available() {
            return in.available();
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            try {
                if (!isFinished()) {
                    listener.onDataAvailable();
                }
                listener.onAllDataRead();
            } catch (IOException failed) {
                listener.onError(failed);
            }
        }
    }
}
