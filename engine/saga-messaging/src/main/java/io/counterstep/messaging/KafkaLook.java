package io.counterstep.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterstep.messaging.Whereabouts.Found;
import io.counterstep.messaging.Whereabouts.Reader;
import io.counterstep.messaging.Whereabouts.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** One look at Kafka, see {@link Whereabouts}. What one question leaves open does not keep the next from being asked. One thread's. */
final class KafkaLook {

    /** Clocks of instances and brokers differ; so much earlier than it was decided on a record is searched for. */
    static final Duration MARGIN = Duration.ofSeconds(2);

    /** Of what one answer of a broker brings. */
    private static final int FETCH_BYTES = 8 << 20;

    private final Admin admin;
    private final Map<String, Object> kafka;
    private final Collection<Wanted> wanted;
    private final Duration within;
    private final long end;
    private final Map<String, Set<String>> problems = new HashMap<>();

    KafkaLook(Admin admin, Map<String, Object> kafka, Collection<Wanted> wanted, Duration within) {
        this.admin = admin;
        this.kafka = kafka;
        this.wanted = wanted;
        this.within = within;
        this.end = System.nanoTime() + within.toNanos();
    }

    Map<String, Found> found() {
        KafkaFuture<Collection<GroupListing>> groups = admin.listGroups(
                        ListGroupsOptions.forConsumerGroups().timeoutMs(left()))
                .valid();
        Map<Wanted, TopicPartition> places = places();
        Set<TopicPartition> partitions = new LinkedHashSet<>(places.values());
        Map<TopicPartition, Long> ends = offsets(places, partitions, it -> OffsetSpec.latest());
        Map<TopicPartition, List<Reader>> readers = readers(groups, ends);
        Map<String, Long> offsets = search(places, ends);
        Map<String, Found> found = new HashMap<>();
        for (Wanted it : wanted) {
            TopicPartition place = places.get(it);
            found.put(
                    it.id(),
                    new Found(
                            place == null ? null : place.partition(),
                            offsets.get(it.id()),
                            place == null ? List.of() : readers.getOrDefault(place, List.of()),
                            problem(it)));
        }
        return found;
    }

    /** As a producer chooses it by the key, unless the topic had another number of partitions then. */
    private Map<Wanted, TopicPartition> places() {
        Set<String> topics = wanted.stream().map(Wanted::topic).collect(Collectors.toCollection(LinkedHashSet::new));
        var descriptions = admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(left()))
                .topicNameValues();
        Map<Wanted, TopicPartition> places = new HashMap<>();
        for (Wanted it : wanted) {
            var topic = ask(descriptions.get(it.topic()), "its topic", List.of(it));
            if (topic != null) {
                int hash = Utils.toPositive(Utils.murmur2(it.key().getBytes(UTF_8)));
                places.put(
                        it,
                        new TopicPartition(it.topic(), hash % topic.partitions().size()));
            }
        }
        return places;
    }

    private Map<TopicPartition, Long> offsets(
            Map<Wanted, TopicPartition> places,
            Collection<TopicPartition> partitions,
            Function<TopicPartition, OffsetSpec> spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(it -> asked.put(it, spec.apply(it)));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (!asked.isEmpty()) {
            var answer = admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(left()));
            for (TopicPartition it : partitions) {
                var offset = ask(answer.partitionResult(it), "the offsets of its partition", on(it, places));
                if (offset != null) {
                    offsets.put(it, offset.offset());
                }
            }
        }
        return offsets;
    }

    private static List<Wanted> on(TopicPartition partition, Map<Wanted, TopicPartition> places) {
        return places.entrySet().stream()
                .filter(it -> it.getValue().equals(partition))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<TopicPartition, List<Reader>> readers(
            KafkaFuture<Collection<GroupListing>> listed, Map<TopicPartition, Long> ends) {
        Collection<GroupListing> groups = ask(listed, "which consumer groups there are", wanted);
        Map<TopicPartition, List<Reader>> readers = new HashMap<>();
        if (groups == null || groups.isEmpty() || ends.isEmpty()) {
            return readers;
        }
        if (groups.size() > Whereabouts.MAX_GROUPS) {
            tell(wanted, "only " + Whereabouts.MAX_GROUPS + " of " + groups.size() + " consumer groups were asked");
        }
        Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
        groups.stream()
                .map(GroupListing::groupId)
                .sorted()
                .limit(Whereabouts.MAX_GROUPS)
                .forEach(it -> asked.put(it, new ListConsumerGroupOffsetsSpec().topicPartitions(ends.keySet())));
        var answer = admin.listConsumerGroupOffsets(asked, new ListConsumerGroupOffsetsOptions().timeoutMs(left()));
        for (String group : asked.keySet()) {
            var committed =
                    ask(answer.partitionsToOffsetAndMetadata(group), "how far consumer group " + group + " is", wanted);
            if (committed != null) {
                ends.forEach((place, last) -> {
                    OffsetAndMetadata next = committed.get(place);
                    if (next != null) {
                        long lag = Math.max(0, last - next.offset());
                        readers.computeIfAbsent(place, it -> new ArrayList<>())
                                .add(new Reader(group, next.offset(), lag));
                    }
                });
            }
        }
        readers.values().forEach(it -> it.sort(Comparator.comparing(Reader::group)));
        return readers;
    }

    /** By their ids, the offsets of those that were found. */
    private Map<String, Long> search(Map<Wanted, TopicPartition> places, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> since = new HashMap<>();
        places.forEach((it, place) -> {
            Instant saidAt = it.saidAt();
            if (saidAt == null) {
                tell(List.of(it), "it is not known when it was sent, so it was not searched for");
            } else if (ends.containsKey(place)) {
                since.merge(place, saidAt.minus(MARGIN).toEpochMilli(), Math::min);
            }
        });
        Map<TopicPartition, Long> starts =
                offsets(places, since.keySet(), it -> OffsetSpec.forTimestamp(since.getOrDefault(it, 0L)));
        RecordSearch search = new RecordSearch(this::consumer, starts, ends);
        places.forEach((it, place) -> {
            if (it.saidAt() != null && starts.containsKey(place)) {
                search.add(place, it.id());
            }
        });
        search.run(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        search.missing()
                .forEach((id, why) -> problems.computeIfAbsent(id, key -> new LinkedHashSet<>())
                        .add(why));
        return search.offsets();
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) RecordSearch.POLL.toMillis());
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private int left() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }

    /** @return null if there is no answer, which is told of those records */
    private <T> @Nullable T ask(@Nullable KafkaFuture<T> answer, String what, Collection<Wanted> concerned) {
        try {
            return answer == null ? null : answer.get(left(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            tell(concerned, late());
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            boolean late = cause instanceof org.apache.kafka.common.errors.TimeoutException;
            String why = cause == null ? failed.getMessage() : cause.getMessage();
            tell(concerned, late ? late() : "Kafka does not say " + what + ": " + why);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            tell(concerned, "interrupted while asking Kafka");
        }
        return null;
    }

    private String late() {
        return "Kafka did not answer within " + within.toMillis() + " ms";
    }

    private void tell(Collection<Wanted> concerned, String problem) {
        concerned.forEach(it ->
                problems.computeIfAbsent(it.id(), id -> new LinkedHashSet<>()).add(problem));
    }

    private @Nullable String problem(Wanted it) {
        Set<String> told = problems.get(it.id());
        return told == null ? null : String.join("; ", told);
    }
}
