package io.counterstep.fulfilment.order.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Reads request bodies up to a bound, whether or not their length is announced. */
final class RequestBodies {

    /** 64 KiB: a hundred lines with the longest SKUs need a fifth of it. */
    static final int MAX_BYTES = 64 * 1024;

    private RequestBodies() {}

    /** @throws BodyTooLargeException if it is longer than {@value #MAX_BYTES} bytes */
    static byte[] read(HttpServletRequest request) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > MAX_BYTES) {
            throw new BodyTooLargeException();
        }
        // As many as there are, so that no buffer for the largest body is made for each small one.
        byte[] body = request.getInputStream().readNBytes(announced < 0 ? MAX_BYTES + 1 : (int) announced);
        if (body.length > MAX_BYTES) {
            throw new BodyTooLargeException();
        }
        return body;
    }
}
