package io.counterstep.chaos.load;

import io.counterstep.chaos.cluster.ServiceNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Customers who place so many orders a second, whatever happens: who gets no answer tries again, at the other instance in turn
 * and under the same idempotency key, until the shop closes. Some send twice at once, some change their minds. Thread-safe.
 */
public final class Customers implements AutoCloseable {

    /** So many orders are on their way at most; the others wait to be placed. */
    private static final int MAX_AT_ONCE = 400;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(300);
    private static final Duration LAST_TRIES = Duration.ofSeconds(30);
    private static final double SENT_TWICE = 0.05;
    private static final int ACCEPTED = 202;

    private final List<String> shops;
    private final int rate;
    private final RandomGenerator random;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ExecutorService tries = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);
    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<String> twoForOne = new ConcurrentLinkedQueue<>();
    private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final LongAdder unanswered = new LongAdder();
    private final AtomicInteger wanted = new AtomicInteger();
    private final Thread clock;
    private volatile boolean open = true;
    private volatile long closesAt = Long.MAX_VALUE;

    private record Wish(int number, Kind kind, String body, boolean twice, Duration changesMindAfter) {}

    /** Opens at once. */
    public Customers(List<ServiceNode> orderServices, int rate, long seed) {
        this.shops = orderServices.stream().map(ServiceNode::url).toList();
        this.rate = rate;
        this.random =
                RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
        this.clock = Thread.ofPlatform().name("customers").daemon().start(this::orderAllTheTime);
    }

    private void orderAllTheTime() {
        long interval = TimeUnit.SECONDS.toNanos(1) / rate;
        long next = System.nanoTime();
        try {
            while (open) {
                Wish wish = wish(wanted.incrementAndGet());
                room.acquire();
                tries.execute(() -> {
                    try {
                        pursue(wish);
                    } catch (InterruptedException closing) {
                        Thread.currentThread().interrupt();
                    } finally {
                        room.release();
                    }
                });
                // Who was kept waiting does not come in a crowd afterwards.
                next = Math.max(next + interval, System.nanoTime() - interval);
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private Wish wish(int number) {
        Kind kind = Kind.of(random);
        return new Wish(
                number,
                kind,
                kind.json(random),
                random.nextDouble() < SENT_TWICE,
                Duration.ofMillis(random.nextInt(0, 400)));
    }

    private void pursue(Wish wish) throws InterruptedException {
        for (int attempt = 0; System.nanoTime() < closesAt; attempt++) {
            List<String> ids =
                    wish.twice() && attempt == 0 ? both(wish) : place(wish, (wish.number() + attempt) % shops.size());
            if (!ids.isEmpty()) {
                Instant at = Instant.now();
                accepted.add(new Accepted(ids.getFirst(), wish.kind(), at));
                if (ids.stream().distinct().count() > 1) {
                    twoForOne.add(String.join(" and ", ids));
                }
                if (wish.kind() == Kind.CHANGED_MIND) {
                    Thread.sleep(wish.changesMindAfter());
                    post(shops.get(wish.number() % shops.size()) + "/orders/" + ids.getFirst() + "/cancel", "", null);
                }
                return;
            }
            Thread.sleep(BEFORE_NEXT_TRY);
        }
        unanswered.increment();
    }

    private List<String> both(Wish wish) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        Thread other = Thread.ofVirtual().start(() -> {
            try {
                List<String> placed = place(wish, wish.number() % shops.size());
                synchronized (ids) {
                    ids.addAll(placed);
                }
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        });
        List<String> placed = place(wish, (wish.number() + 1) % shops.size());
        other.join();
        synchronized (ids) {
            ids.addAll(placed);
            return List.copyOf(ids);
        }
    }

    private List<String> place(Wish wish, int shop) throws InterruptedException {
        HttpResponse<String> answer = post(shops.get(shop) + "/orders", wish.body(), "order-" + wish.number());
        return answer != null && answer.statusCode() == ACCEPTED
                ? List.of(JsonMapper.shared()
                        .readTree(answer.body())
                        .get("orderId")
                        .asString())
                : List.of();
    }

    private @Nullable HttpResponse<String> post(String url, String body, @Nullable String key)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            count(answer.statusCode());
            return answer;
        } catch (IOException noAnswer) {
            count(0);
            return null;
        }
    }

    private void count(int status) {
        answers.computeIfAbsent(status, it -> new LongAdder()).increment();
    }

    /** No new orders; those who have no answer yet try on for half a minute. */
    public void closeShop() throws InterruptedException {
        closesAt = System.nanoTime() + LAST_TRIES.toNanos();
        open = false;
        clock.join();
        // each try ends within its patience
        room.tryAcquire(MAX_AT_ONCE, LAST_TRIES.plus(PATIENCE).plus(PATIENCE).toSeconds(), TimeUnit.SECONDS);
    }

    /** Orders that somebody wanted to place so far. */
    public int wanted() {
        return wanted.get();
    }

    /** What was answered with 202 so far, in that order. */
    public List<Accepted> accepted() {
        return List.copyOf(accepted);
    }

    /** Orders that were given different ids under one key; there must be none. */
    public List<String> twoForOne() {
        return List.copyOf(twoForOne);
    }

    /** How often each HTTP status was answered; 0 stands for no answer. */
    public Map<Integer, Long> answers() {
        Map<Integer, Long> counts = new TreeMap<>();
        answers.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /** Who gave up: their orders may be there or not. */
    public long unanswered() {
        return unanswered.sum();
    }

    @Override
    public void close() {
        open = false;
        closesAt = Long.MIN_VALUE;
        clock.interrupt();
        tries.shutdownNow();
        http.shutdownNow();
    }
}
