package io.counterstep.fulfilment.orchestrator.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on purpose now, as far as the services tell.
 *
 * @param refuseEvery each how many-th payment is refused; 0 for none
 * @param slowBy seconds by which shipping is slowed down; 0 for none
 * @param problems of what could not be found out
 */
record TryView(long refuseEvery, String slowBy, List<Answer.Problem> problems) {

    static TryView of(Answer payment, Answer shipping) {
        List<Answer.Problem> problems = new ArrayList<>();
        for (Answer answer : List.of(payment, shipping)) {
            if (answer instanceof Answer.Problem problem) {
                problems.add(problem);
            }
        }
        return new TryView(
                ApiJson.number(payment.orEmpty(), "refuseEvery"),
                seconds(ApiJson.textOrNull(shipping.orEmpty(), "slowBy")),
                List.copyOf(problems));
    }

    private static String seconds(@Nullable String slowBy) {
        try {
            return slowBy == null ? "0" : plain(Duration.parse(slowBy));
        } catch (DateTimeException unreadable) {
            return "0";
        }
    }

    private static String plain(Duration time) {
        return java.math.BigDecimal.valueOf(time.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
