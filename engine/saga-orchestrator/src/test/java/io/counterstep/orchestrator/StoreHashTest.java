package io.counterstep.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.message.SagaId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where a saga lives is a function of its id and of nothing else. */
class StoreHashTest {

    private static final int SAGAS = 20_000;

    /** Keys as people make them. */
    private static final List<IntFunction<String>> KEYS = List.of(
            i -> "" + i,
            i -> "order-%08d".formatted(i),
            i -> "" + i * 16,
            i -> UUID.nameUUIDFromBytes(("" + i).getBytes(UTF_8)).toString(),
            i -> "주문-" + i);

    /** Written down once: sagas lie where this has put them. */
    @Test
    void whereASagaLivesNeverChanges() {
        assertThat(IntStream.range(0, 12).map(i -> storeOf("fulfil-order", "order-" + i, 3)))
                .containsExactly(1, 2, 1, 1, 0, 1, 1, 0, 0, 2, 2, 0);
        assertThat(storeOf("fulfil-order", "주문-1", 1_000)).isEqualTo(372);
    }

    @Test
    void anyKeysSpreadEvenlyOverAnyNumberOfStores() {
        for (int stores : new int[] {2, 3, 4, 5, 8, 16}) {
            for (IntFunction<String> key : KEYS) {
                int[] sagas = new int[stores];
                IntStream.range(0, SAGAS).forEach(i -> sagas[storeOf("fulfil-order", key.apply(i), stores)]++);
                int even = SAGAS / stores;
                assertThat(Arrays.stream(sagas).boxed())
                        .as("keys like %s in %d stores", key.apply(1), stores)
                        .allSatisfy(it -> assertThat(it).isBetween(even * 85 / 100, even * 115 / 100));
            }
        }
    }

    @Test
    void oneStoreHoldsAll() {
        assertThat(storeOf("fulfil-order", "1", 1)).isZero();
    }

    private static int storeOf(String definition, String key, int stores) {
        return StoreHash.storeOf(new SagaId(definition, key), stores);
    }
}
