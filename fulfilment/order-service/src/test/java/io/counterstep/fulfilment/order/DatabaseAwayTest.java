package io.counterstep.fulfilment.order;

import static io.counterstep.fulfilment.order.RunningOrderService.KEYBOARD_ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@NullMarked
@ExtendWith(OrderServiceExtension.class)
class DatabaseAwayTest {

    private static final int POOL_SIZE = 16;

    private final RunningOrderService shared;

    DatabaseAwayTest(RunningOrderService shared) {
        this.shared = shared;
    }

    @Test
    void whenNoConnectionIsFreeTheClientIsToldToComeBack() throws Exception {
        List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 0; i < POOL_SIZE; i++) {
                taken.add(shared.bean(DataSource.class).getConnection());
            }
            assertUnavailable(shared.post("/orders", KEYBOARD_ORDER));
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        assertThat(shared.storedOrders()).isZero();
        assertThat(shared.placed(KEYBOARD_ORDER)).isNotEmpty();
    }

    @Test
    void whenTheDatabaseIsAwayEveryAnswerIsAProblemWithATimeToComeBack() throws Exception {
        try (RunningOrderService own = new RunningOrderService()) {
            String id = own.placed(KEYBOARD_ORDER);
            own.stopDatabase();

            assertUnavailable(own.post("/orders", KEYBOARD_ORDER));
            assertUnavailable(own.get("/orders/" + id));
            assertUnavailable(own.get("/orders"));
            assertUnavailable(own.post("/orders/" + id + "/cancel", ""));
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).contains("3");
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("Hikari");
    }
}
