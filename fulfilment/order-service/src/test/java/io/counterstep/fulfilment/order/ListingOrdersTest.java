package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static io.counterstep.fulfilment.order.RunningOrderService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderCancel;
import io.counterstep.fulfilment.contracts.OrderVocabulary.OrderComplete;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@NullMarked
@ExtendWith(OrderServiceExtension.class)
class ListingOrdersTest {

    private final RunningOrderService service;

    ListingOrdersTest(RunningOrderService service) {
        this.service = service;
    }

    @Test
    void withoutOrdersThePageIsEmptyAndTheLast() throws Exception {
        assertThat(service.get("/orders").body()).isEqualTo("{\"orders\":[]}");
    }

    @Test
    void pagesGoFromTheNewestToTheOldestWithoutGapOrRepetition() throws Exception {
        List<String> placed = place(7, "alice");

        List<String> listed = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = json(service.get("/orders?limit=3" + cursor));
            listed.addAll(ids(page));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").stringValue() : "";
            pages++;
            // A newer order does not disturb the pages that follow.
            service.placed(KEYBOARD_ORDER);
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(listed)
                .containsExactlyElementsOf(
                        placed.stream().sorted(Comparator.reverseOrder()).toList());
    }

    @Test
    void aPageThatHoldsExactlyTheRestIsTheLast() throws Exception {
        place(3, "alice");

        assertThat(json(service.get("/orders?limit=3")).has("nextCursor")).isFalse();
        assertThat(json(service.get("/orders?limit=2")).has("nextCursor")).isTrue();
    }

    @Test
    void ordersAreFilteredByCustomerAndStatus() throws Exception {
        List<String> alices = place(3, "alice");
        List<String> bobs = place(2, "bob");
        OrderEndings endings = service.bean(OrderEndings.class);
        endings.complete(List.of(new OrderComplete(alices.get(0)), new OrderComplete(bobs.get(0))));
        endings.cancel(List.of(new OrderCancel(alices.get(1), "no stock")));

        assertThat(list("?customerId=alice")).containsExactlyInAnyOrderElementsOf(alices);
        assertThat(list("?status=COMPLETED")).containsExactlyInAnyOrder(alices.get(0), bobs.get(0));
        assertThat(list("?status=CANCELED")).containsExactly(alices.get(1));
        assertThat(list("?status=PENDING&customerId=bob")).containsExactly(bobs.get(1));
        assertThat(list("?customerId=nobody")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=-1, limit",
        "limit=201, limit",
        "limit=99999999999999999999, limit",
        "limit=ten, limit",
        "limit=, limit",
        "limit=1&limit=2, limit",
        "status=pending, status",
        "status=, status",
        "status=DONE, status",
        "customerId=, customerId",
        "customerId=a%00b, customerId",
        "customerId=a%0Ab, customerId",
        "cursor=, cursor",
        "cursor=%%%, cursor",
        "cursor=abc, cursor",
        "cursor=AgAAAAAAAAAAAAAAAAAAAAA, cursor"
    })
    void aBadParameterIsNamed(String query, String parameter) throws Exception {
        String encoded = query.replace("%%%", "%25%25%25");
        HttpResponse<String> answer = service.get("/orders?" + encoded);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer)
                        .get("errors")
                        .valueStream()
                        .map(it -> it.get("field").stringValue()))
                .containsExactly(parameter);
    }

    private List<String> place(int count, String customer) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(service.placed(KEYBOARD_ORDER.replace("alice", customer)));
        }
        return ids;
    }

    private List<String> list(String query) throws Exception {
        return ids(json(service.get("/orders" + query)));
    }

    private static List<String> ids(JsonNode page) {
        return page.get("orders")
                .valueStream()
                .map(order -> order.get("orderId").stringValue())
                .toList();
    }
}
