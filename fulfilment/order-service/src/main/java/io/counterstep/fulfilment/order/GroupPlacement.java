package io.counterstep.fulfilment.order;

import io.counterstep.fulfilment.contracts.Money;
import io.counterstep.fulfilment.contracts.OrderVocabulary;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCreated;
import io.counterstep.participant.Outbox;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Places a group of orders in the caller's transaction, with as many statements as one would need. Each request is judged
 * by itself; of those with the same key, the first that can be sold is the order. Thread-safe.
 *
 * <p>The row itself is the memory of its idempotency key, for as long as it lives, so there is no second record that
 * could disagree with it.
 */
@Component
class GroupPlacement {

    private final Catalogue catalogue;
    private final OrderStore store;
    private final Outbox outbox;
    private final InstantSource clock;
    private final OrderIds ids;
    private final OrderProperties properties;

    GroupPlacement(
            Catalogue catalogue,
            OrderStore store,
            Outbox outbox,
            InstantSource orderClock,
            OrderIds ids,
            OrderProperties properties) {
        this.catalogue = catalogue;
        this.store = store;
        this.outbox = outbox;
        this.clock = orderClock;
        this.ids = ids;
        this.properties = properties;
    }

    /** A placement at the catalogue's prices. */
    private sealed interface Draft {

        Placement placement();

        record Sellable(Placement placement, Order order) implements Draft {}

        record Unsellable(Placement placement, RejectedRequestException why) implements Draft {}
    }

    /** @return what became of each, in their order */
    List<PlacementOutcome> place(List<Placement> group) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<String, Money> prices = catalogue.pricesOf(
                group.stream().map(Placement::request).map(OrderRequest::lines).toList());
        List<Draft> drafts = group.stream().map(it -> draft(it, prices, now)).toList();

        List<NewOrder> candidates = sellable(drafts);
        Set<UUID> inserted = store.insertAll(candidates, now.plus(properties.announceAgainAfter()));
        List<NewOrder> placed = candidates.stream()
                .filter(it -> inserted.contains(it.order().id()))
                .toList();
        List<OrderCreated> announcements =
                placed.stream().map(it -> it.order().announcement()).toList();
        outbox.addAll(OrderVocabulary.CREATED, OrderCreated::orderId, announcements);

        Map<Placement.Key, Order> underKeys = underKeys(drafts, placed);
        return drafts.stream().map(it -> outcome(it, inserted, underKeys)).toList();
    }

    private Draft draft(Placement placement, Map<String, Money> prices, Instant now) {
        try {
            PricedLines priced = PricedLines.of(placement.request(), prices);
            return new Draft.Sellable(placement, Order.pending(ids.at(now), placement.request(), priced, now));
        } catch (RejectedRequestException unsellable) {
            return new Draft.Unsellable(placement, unsellable);
        }
    }

    private static List<NewOrder> sellable(List<Draft> drafts) {
        List<NewOrder> orders = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            switch (draft) {
                case Draft.Sellable sellable ->
                    orders.add(
                            new NewOrder(sellable.order(), sellable.placement().idempotencyKey()));
                case Draft.Unsellable unsellable -> {}
            }
        }
        return orders;
    }

    /** The order of each key in the group that has one: placed just now, or found. */
    private Map<Placement.Key, Order> underKeys(List<Draft> drafts, List<NewOrder> placed) {
        Map<Placement.Key, Order> orders = new HashMap<>();
        placed.forEach(it -> it.key().ifPresent(key -> orders.put(key, it.order())));
        Set<Placement.Key> unknown = new LinkedHashSet<>();
        drafts.forEach(it -> it.placement().key().ifPresent(unknown::add));
        unknown.removeAll(orders.keySet());
        orders.putAll(store.findByKeys(unknown));
        return orders;
    }

    private static PlacementOutcome outcome(Draft draft, Set<UUID> inserted, Map<Placement.Key, Order> underKeys) {
        if (draft instanceof Draft.Sellable sellable
                && inserted.contains(sellable.order().id())) {
            return new PlacementOutcome.Placed(sellable.order());
        }
        Order before = draft.placement().key().map(underKeys::get).orElse(null);
        if (before == null) {
            return new PlacementOutcome.NotPlaced(
                    switch (draft) {
                        case Draft.Unsellable unsellable -> unsellable.why();
                        case Draft.Sellable sellable -> vanished(sellable.placement());
                    });
        }
        // What was accepted once is accepted again, also when the catalogue has changed since.
        return before.isWhatAsks(draft.placement().request())
                ? new PlacementOutcome.Placed(before)
                : new PlacementOutcome.NotPlaced(usedFor(before));
    }

    private static RejectedRequestException usedFor(Order another) {
        return new RejectedRequestException(Mistake.unacceptable(
                "Idempotency-Key",
                "was used by this customer for another request (order " + another.id()
                        + "); a new request needs a new key"));
    }

    private static IllegalStateException vanished(Placement placement) {
        return new IllegalStateException("order under idempotency key '" + placement.idempotencyKey()
                + "' was there and is gone: orders must not be deleted while requests come in");
    }
}
