package io.counterstep.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final int SHORT_MILLIS = 300;
    private static final int LONG_MILLIS = 10_000;

    private final AtomicInteger heard = new AtomicInteger();
    private ServerSocket echo = open();
    private TcpProxy proxy = TcpProxy.to(echo.getLocalPort(), "test");
    private Thread accepting = Thread.ofVirtual().unstarted(() -> acceptAll(echo));

    @BeforeEach
    void echoes() {
        accepting.start();
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        closeEcho();
    }

    @Test
    void bytesGoBothWaysAndSoDoesTheEnd() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 7, LONG_MILLIS)).isEqualTo(7);
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void delayedBytesArriveLaterInBothDirectionsUntilHealed() throws IOException {
        try (Socket client = connect()) {
            proxy.delay(Duration.ofMillis(150));
            long start = System.nanoTime();
            assertThat(ask(client, 1, LONG_MILLIS)).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            proxy.heal();
            assertThat(ask(client, 2, LONG_MILLIS)).isEqualTo(2);
        }
    }

    @Test
    void cuttingBreaksConnectionsAndRefusesNewOnesUntilHealed() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1, LONG_MILLIS)).isEqualTo(1);
            proxy.cut();
            assertBroken(client);
        }
        assertThatThrownBy(() -> {
                    try (Socket refused = connect()) {
                        requireAnswer(ask(refused, 1, LONG_MILLIS));
                    }
                })
                .isInstanceOf(IOException.class);
        proxy.heal();
        try (Socket client = connect()) {
            assertThat(ask(client, 1, LONG_MILLIS)).isEqualTo(1);
        }
    }

    @Test
    void inSilenceNoByteArrivesAndConnectionsOfThatTimeAreBrokenWhenHealed() throws IOException {
        try (Socket old = connect()) {
            assertThat(ask(old, 1, LONG_MILLIS)).isEqualTo(1);
            proxy.goSilent();
            assertThatThrownBy(() -> ask(old, 2, SHORT_MILLIS)).isInstanceOf(SocketTimeoutException.class);
            try (Socket fresh = connect()) {
                assertThatThrownBy(() -> ask(fresh, 3, SHORT_MILLIS)).isInstanceOf(SocketTimeoutException.class);
                assertThat(heard).hasValue(1);
                proxy.heal();
                assertBroken(fresh);
            }
            assertBroken(old);
        }
    }

    @Test
    void lostAnswersLeaveRequestsTheirEffect() throws IOException {
        try (Socket client = connect()) {
            proxy.loseAnswers();
            assertThatThrownBy(() -> ask(client, 1, SHORT_MILLIS)).isInstanceOf(SocketTimeoutException.class);
            await().untilAsserted(() -> assertThat(heard).hasValue(1));
            proxy.heal();
            assertBroken(client);
        }
    }

    @Test
    void brokenConnectionsCanBeMadeAnew() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1, LONG_MILLIS)).isEqualTo(1);
            proxy.breakConnections();
            assertBroken(client);
        }
        try (Socket client = connect()) {
            assertThat(ask(client, 2, LONG_MILLIS)).isEqualTo(2);
        }
    }

    @Test
    void whileNobodyListensBehindItConnectionsAreBrokenAtOnce() throws Exception {
        closeEcho();
        try (Socket client = connect()) {
            assertBroken(client);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static int ask(Socket client, int value, int timeoutMillis) throws IOException {
        client.setSoTimeout(timeoutMillis);
        client.getOutputStream().write(value);
        return client.getInputStream().read();
    }

    private static void requireAnswer(int answer) throws IOException {
        if (answer < 0) {
            throw new IOException("the connection ended");
        }
    }

    private static void assertBroken(Socket client) throws IOException {
        client.setSoTimeout(LONG_MILLIS);
        assertThatThrownBy(() -> requireAnswer(client.getInputStream().read()))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    /** The port listens until who accepts there is gone: until then a connection may still be served. */
    private void closeEcho() throws IOException, InterruptedException {
        echo.close();
        assertThat(accepting.join(Duration.ofMillis(LONG_MILLIS))).isTrue();
    }

    private void acceptAll(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> echo(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void echo(Socket client) {
        try (client) {
            int value;
            while ((value = client.getInputStream().read()) >= 0) {
                heard.incrementAndGet();
                client.getOutputStream().write(value);
            }
        } catch (IOException broken) {
            heard.addAndGet(0); // as it should be in these tests
        }
    }

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException("no port for the test's server", failed);
        }
    }
}
