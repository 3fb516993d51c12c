package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.BatchLoop;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.messaging.Publisher;
import io.counterstep.messaging.Records;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Makes the orchestrator's loops: each with a part for every database that sagas live in. */
public final class EventLoop {

    /** Whatever is for no saga is put aside there. */
    private static final Set<Integer> FIRST = Set.of(0);

    private EventLoop() {}

    /**
     * @param name this loop's name in logs and metrics
     * @param share which part of the messages it handles
     * @param strictTopics refuse replies that are not on their participant's event topic
     */
    public static BatchLoop of(
            String name,
            Share share,
            SagaDefinitions definitions,
            boolean strictTopics,
            SagaStores stores,
            Records records,
            Publisher publisher,
            Gates gates,
            SagaObserver observer,
            InstantSource clock) {
        var parts = IntStream.range(0, stores.count())
                .mapToObj(here -> new BatchLoop.Part(
                        new EventHandler(
                                name,
                                share,
                                definitions,
                                strictTopics,
                                stores,
                                here,
                                records.format(),
                                gates,
                                observer,
                                clock),
                        stores.get(here).transactions()))
                .toList();
        Addressees addressees = new Addressees(definitions);
        return new BatchLoop(
                name, parts, it -> where(it, addressees, stores), records, publisher, observer.loops(), clock);
    }

    private static Set<Integer> where(IncomingMessage message, Addressees addressees, SagaStores stores) {
        Set<Integer> where = new TreeSet<>();
        for (SagaId saga : addressees.of(message)) {
            where.add(stores.of(saga));
        }
        return where.isEmpty() ? FIRST : where;
    }
}
