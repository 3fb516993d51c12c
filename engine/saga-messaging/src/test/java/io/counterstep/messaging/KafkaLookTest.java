package io.counterstep.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.messaging.Whereabouts.Found;
import io.counterstep.messaging.Whereabouts.Wanted;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class KafkaLookTest {

    private static final Map<String, Object> NOBODY = Map.of("bootstrap.servers", "127.0.0.1:1");

    @Test
    void whatKafkaDoesNotSayOfOnePartitionIsToldOfItsRecordsAlone() {
        List<Wanted> wanted = List.of(
                new Wanted("bank-commands", "1", "purchase:1/pay/invoke", null),
                new Wanted("post-commands", "1", "purchase:1/send/invoke", null));
        try (LeaderlessAdmin admin = new LeaderlessAdmin("bank-commands")) {
            Map<String, Found> found = new KafkaLook(admin, NOBODY, wanted, Duration.ofMillis(100)).found();

            String untold = "the offsets of its partition: it has no leader";
            assertThat(problem(found, "purchase:1/pay/invoke")).contains(untold);
            assertThat(problem(found, "purchase:1/send/invoke")).doesNotContain(untold);
        }
    }

    private static String problem(Map<String, Found> found, String id) {
        return String.valueOf(Objects.requireNonNull(found.get(id)).problem());
    }

    /** Every topic has one partition; that of one has no leader. Which groups there are nobody says. */
    private static final class LeaderlessAdmin extends ForwardingAdmin {
        private final String leaderless;

        LeaderlessAdmin(String leaderless) {
            super(NOBODY);
            this.leaderless = leaderless;
        }

        @Override
        public DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options) {
            Node node = new Node(1, "127.0.0.1", 1);
            TopicPartitionInfo only = new TopicPartitionInfo(0, node, List.of(node), List.of(node));
            Map<String, KafkaFuture<TopicDescription>> told = new HashMap<>();
            ((TopicCollection.TopicNameCollection) topics)
                    .topicNames()
                    .forEach(it ->
                            told.put(it, KafkaFuture.completedFuture(new TopicDescription(it, false, List.of(only)))));
            return new Described(told);
        }

        @Override
        public ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> asked, ListOffsetsOptions options) {
            Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> told = new HashMap<>();
            asked.keySet().forEach(it -> told.put(it, offset(it)));
            return new ListOffsetsResult(told);
        }

        private KafkaFuture<ListOffsetsResultInfo> offset(TopicPartition place) {
            KafkaFutureImpl<ListOffsetsResultInfo> offset = new KafkaFutureImpl<>();
            if (place.topic().equals(leaderless)) {
                offset.completeExceptionally(new LeaderNotAvailableException("it has no leader"));
            } else {
                offset.complete(new ListOffsetsResultInfo(7, 0, Optional.empty()));
            }
            return offset;
        }
    }

    private static final class Described extends DescribeTopicsResult {
        Described(Map<String, KafkaFuture<TopicDescription>> told) {
            super(null, told);
        }
    }
}
