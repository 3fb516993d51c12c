package io.counterstep.systemtests.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Connections whose requests begin and never end: half of a head, or a head and half of a body. */
final class SlowClients implements AutoCloseable {

    private static final String HALF_A_HEAD = "GET /orders HTTP/1.1\r\nHost: local";

    private static final String HALF_A_BODY = """
            POST %s HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/json\r
            Content-Length: 60000\r
            \r
            {"customerId":""";

    private final List<Socket> sockets = new ArrayList<>();

    /** @param path where half a body goes */
    void begin(int port, String path, int clients) throws IOException {
        for (int i = 0; i < clients; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(socket);
            String half = i % 2 == 0 ? HALF_A_HEAD : HALF_A_BODY.formatted(path);
            socket.getOutputStream().write(half.getBytes(US_ASCII));
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
