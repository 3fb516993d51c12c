package io.counterstep.fulfilment.order.web;

import io.counterstep.fulfilment.order.CancelWishes;
import io.counterstep.fulfilment.order.Order;
import io.counterstep.fulfilment.order.OrderIds;
import io.counterstep.fulfilment.order.OrderPlacement;
import io.counterstep.fulfilment.order.OrderQuery;
import io.counterstep.fulfilment.order.OrderRequest;
import io.counterstep.fulfilment.order.OrderStatus;
import io.counterstep.fulfilment.order.OrderStore;
import io.counterstep.fulfilment.order.web.OrderView.Accepted;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /orders}. Every refusal is a problem detail; see {@link Problems}. */
@RestController
@RequestMapping(path = "/orders", produces = MediaType.APPLICATION_JSON_VALUE)
class OrderController {

    private final OrderPlacement placement;
    private final CancelWishes cancelWishes;
    private final OrderStore store;
    private final DatabaseGate gate;

    OrderController(OrderPlacement placement, CancelWishes cancelWishes, OrderStore store, DatabaseGate gate) {
        this.placement = placement;
        this.cancelWishes = cancelWishes;
        this.store = store;
        this.gate = gate;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Accepted> place(HttpServletRequest request) throws IOException {
        String key = IdempotencyKey.read(Collections.list(request.getHeaders(IdempotencyKey.HEADER)));
        OrderRequest wanted = OrderRequestReader.read(RequestBodies.read(request));
        return accepted(placement.place(wanted, key));
    }

    @GetMapping("/{id}")
    OrderView order(@PathVariable String id) {
        return OrderIds.parse(id)
                .flatMap(known -> gate.enter(() -> store.find(known)))
                .map(OrderView::of)
                .orElseThrow(() -> new UnknownOrderException(id));
    }

    @GetMapping
    OrderView.Page orders(
            @RequestParam(required = false) @Nullable String customerId,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        OrderQuery query = OrderQueryReader.read(customerId, status, limit, cursor);
        return OrderView.Page.of(gate.enter(() -> store.page(query)));
    }

    @PostMapping("/{id}/cancel")
    ResponseEntity<Accepted> cancel(@PathVariable String id) {
        Order order = OrderIds.parse(id)
                .flatMap(known -> gate.enter(() -> cancelWishes.record(known)))
                .orElseThrow(() -> new UnknownOrderException(id));
        if (order.status() != OrderStatus.PENDING) {
            throw new FinalOrderException(order);
        }
        return accepted(order);
    }

    private static ResponseEntity<Accepted> accepted(Order order) {
        return ResponseEntity.accepted()
                .location(URI.create("/orders/" + order.id()))
                .body(Accepted.of(order));
    }
}
