package io.counterstep.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.counterstep.fulfilment.local.EmbeddedDatabase;
import io.counterstep.fulfilment.local.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("chaos")
class ClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ORDER_ID = Pattern.compile("\"orderId\":\"([^\"]+)\"");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void ordersCompleteBeforeAndAfterOneNodeOfEachKindWasKilledAndNoProcessIsLeftBehind(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        List<ProcessHandle> processes;
        try (Cluster cluster = Cluster.start(new ClusterOptions(folder, Set.of(), 2, System.err::println))) {
            ServiceNode order = cluster.services(Service.ORDER).getFirst();
            awaitCompleted(order, place(order));

            List<Node> victims = List.of(
                    cluster.brokers().get(1),
                    cluster.services(Service.ORCHESTRATOR).getFirst(),
                    cluster.services(Service.PAYMENT).getLast(),
                    cluster.database());
            victims.forEach(Node::kill);
            assertThat(victims).noneMatch(Node::isUp);
            victims.reversed().forEach(Node::launch);
            victims.forEach(Node::start);
            assertThat(victims).allMatch(Node::isUp);

            assertThat(cluster.controllerId()).isBetween(1, 3);
            awaitCompleted(order, place(order));
            processes = processes(folder);
            // brokers, instances, PostgreSQL's first
            assertThat(processes).hasSize(3 + 10 + 1);
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    /** PostgreSQL is no descendant: its starter has ended. */
    private static List<ProcessHandle> processes(Path folder) throws IOException {
        return Stream.concat(
                        ProcessHandle.current().children(),
                        EmbeddedDatabase.process(folder.resolve("postgres").toRealPath()).stream())
                .toList();
    }

    private static String place(ServiceNode order) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(order.url() + "/orders"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"customerId": "alice", "lines": [{"sku": "KEYBOARD", "quantity": 1}],
                         "destination": {"country": "KR", "postalCode": "04524"}}"""))
                .build();
        String[] placed = new String[1];
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            Matcher id = ORDER_ID.matcher(response.body());
            assertThat(id.find()).as(response.body()).isTrue();
            placed[0] = id.group(1);
        });
        return placed[0];
    }

    private static void awaitCompleted(ServiceNode order, String id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(order.url() + "/orders/" + id))
                .build();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                HTTP.send(request, BodyHandlers.ofString()).body())
                        .contains("\"COMPLETED\""));
    }
}
