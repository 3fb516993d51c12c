package io.counterstep.spring;

import io.counterstep.messaging.MessageFormat;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that nothing of the engine's API needs, before they are read: 413, as problem details. One whose length is
 * not announced is read up to the bound, then counts as unreadable: 400. Thread-safe.
 */
final class BodyBoundFilter extends OncePerRequestFilter {

    /** An edited dead letter is a message's body as a JSON text, in which each of its bytes may need several. */
    static final int MAX_BYTES = 4 * MessageFormat.MAX_BODY_BYTES;

    private static final byte[] TOO_LARGE = """
            {"title":"Content Too Large","status":413,"detail":"the body has more than %d bytes"}""".formatted(MAX_BYTES).getBytes(StandardCharsets.UTF_8);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > MAX_BYTES) {
            response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setContentLength(TOO_LARGE.length);
            response.getOutputStream().write(TOO_LARGE);
            return;
        }
        chain.doFilter(new Bounded(request), response);
    }

    private static final class Bounded extends HttpServletRequestWrapper {

        Bounded(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new BoundedBody(super.getInputStream());
        }
    }

    private static final class BoundedBody extends ServletInputStream {

        private final ServletInputStream body;
        private int read;

        BoundedBody(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int bytes = body.read(into, from, most);
            count(bytes);
            return bytes;
        }

        private void count(int more) throws IOException {
            read += Math.max(0, more);
            if (read > MAX_BYTES) {
                throw new IOException("the body has more than " + MAX_BYTES + " bytes");
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
