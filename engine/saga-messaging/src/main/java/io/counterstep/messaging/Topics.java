package io.counterstep.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the topics that are missing, each with its dead-letter topic, and leaves those that exist as they are: an
 * operator's partition count stands.
 *
 * @param partitions for topics that are created here
 * @param replicationFactor for topics that are created here; -1 for the broker's default
 */
public record Topics(int partitions, short replicationFactor) {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    /**
     * @param kafka bootstrap servers and security
     * @throws KafkaUnreachableException if Kafka does not say within 30 seconds which topics there are
     * @throws IllegalStateException if a topic is missing and cannot be created; the message holds the command to do it
     */
    public void ensure(Map<String, Object> kafka, Collection<String> names) {
        Set<String> wanted = new TreeSet<>(names);
        names.forEach(it -> wanted.add(DeadLetter.topicOf(it)));
        String servers = servers(kafka);
        try (Admin admin = Admin.create(kafka)) {
            wanted.removeAll(present(admin, servers, wanted));
            for (String topic : wanted) {
                create(admin, topic);
            }
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(servers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    /**
     * Those of these topics that are there, as far as this service may see them.
     *
     * @throws KafkaUnreachableException if Kafka does not answer within 30 seconds
     */
    public static Set<String> present(Map<String, Object> kafka, Collection<String> names) {
        String servers = servers(kafka);
        try (Admin admin = Admin.create(kafka)) {
            return present(admin, servers, names);
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(servers, e);
        }
    }

    private static Set<String> present(Admin admin, String servers, Collection<String> names) {
        try {
            Set<String> present = new TreeSet<>(names);
            present.retainAll(admin.listTopics().names().get(WAIT.toSeconds(), TimeUnit.SECONDS));
            return present;
        } catch (ExecutionException e) {
            throw new KafkaUnreachableException(servers, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaUnreachableException(servers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for topics", e);
        }
    }

    /**
     * How long topics keep their records; null for ever.
     *
     * @throws KafkaUnreachableException if Kafka does not answer within 30 seconds
     * @throws IllegalStateException if it does not tell
     */
    public Map<String, @Nullable Duration> retention(Map<String, Object> kafka, Collection<String> names) {
        String servers = servers(kafka);
        List<ConfigResource> resources = names.stream()
                .map(it -> new ConfigResource(ConfigResource.Type.TOPIC, it))
                .toList();
        try (Admin admin = Admin.create(kafka)) {
            Map<String, @Nullable Duration> retention = new TreeMap<>();
            describe(admin, resources).forEach((topic, config) -> retention.put(topic.name(), retention(config)));
            return retention;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka at " + servers + " does not tell how long " + names + " keep their records: allow this"
                            + " service to describe their configuration",
                    e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw new KafkaUnreachableException(servers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking how long topics keep their records", e);
        }
    }

    private static String servers(Map<String, Object> kafka) {
        return String.valueOf(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** A topic that has just been created is not known to every broker yet. */
    private static Map<ConfigResource, Config> describe(Admin admin, List<ConfigResource> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + WAIT.toNanos();
        while (true) {
            try {
                return admin.describeConfigs(topics).all().get(WAIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(ASK_AGAIN.toNanos());
            }
        }
    }

    private static @Nullable Duration retention(Config config) {
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        long millis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
        boolean deletes = policy.contains(TopicConfig.CLEANUP_POLICY_DELETE) && millis >= 0;
        return deletes ? Duration.ofMillis(millis) : null;
    }

    private void create(Admin admin, String topic) throws InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(topic, partitions, replicationFactor)))
                    .all()
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return; // another service was faster
            }
            throw new IllegalStateException(
                    "topic " + topic
                            + " is missing and cannot be created: create it with kafka-topics.sh --create --topic "
                            + topic + " --partitions " + partitions,
                    e);
        }
    }
}
