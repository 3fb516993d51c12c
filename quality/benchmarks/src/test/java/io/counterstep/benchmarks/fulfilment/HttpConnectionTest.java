package io.counterstep.benchmarks.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

    private final AtomicInteger connections = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void severalAnswersComeOverOneConnection() throws IOException {
        serve(
                "HTTP/1.1 202 \r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nWiki\r\nB;x=y\r\npedia\r\n\r\n..\r\n0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n");
        try (HttpConnection connection = connection()) {
            assertThat(connection.post("/orders", new byte[] {'{', '}'}).status())
                    .isEqualTo(202);
            assertThat(connection.get("/").text()).isEqualTo("Wikipedia\r\n\r\n..");
            assertThat(connection.get("/").status()).isEqualTo(204);
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void aServerThatClosesIsConnectedToAgain() throws IOException {
        serve(
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
        try (HttpConnection connection = connection()) {
            assertThat(connection.get("/").text()).isEqualTo("a");
            assertThat(connection.get("/").text()).isEqualTo("b");
        }
        assertThat(connections).hasValue(2);
    }

    @Test
    void whatIsNotHttpIsAFailureAndTheNextExchangeStartsAfresh() throws IOException {
        serve("SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
        try (HttpConnection connection = connection()) {
            assertThatThrownBy(() -> connection.get("/"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("found 'SSH-2.0-OpenSSH'");
            assertThat(connection.get("/").text()).isEqualTo("b");
        }
    }

    @Test
    void aBodyBeyondItsBoundIsAFailure() throws IOException {
        serve("HTTP/1.1 200 OK\r\nContent-Length: " + (HttpConnection.MAX_BODY + 1) + "\r\n\r\n");
        try (HttpConnection connection = connection()) {
            assertThatThrownBy(() -> connection.get("/")).hasMessageContaining("body of more than");
        }
    }

    private HttpConnection connection() {
        return new HttpConnection(URI.create("http://127.0.0.1:" + server.getLocalPort()));
    }

    /** Answers each request with the next text, over as many connections as the client opens. */
    private void serve(String... answers) {
        Queue<String> left = new ArrayDeque<>(List.of(answers));
        Thread.ofVirtual().start(() -> {
            while (!left.isEmpty()) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    converse(socket, left);
                } catch (IOException closed) {
                    return; // the test is over
                }
            }
        });
    }

    private static void converse(Socket socket, Queue<String> left) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        while (!left.isEmpty()) {
            int length = 0;
            String line = in.readLine();
            if (line == null) {
                return;
            }
            for (; !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring("Content-Length: ".length()));
                }
            }
            in.skip(length);
            String answer = left.remove();
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            if (answer.contains("Connection: close")) {
                return;
            }
        }
    }
}
