package io.counterstep.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KindTest {

    @Test
    void allKindsAreDrawnAndMostOrdersAreGood() {
        SplittableRandom random = new SplittableRandom(1);
        Map<Kind, Integer> drawn = new EnumMap<>(Kind.class);
        for (int i = 0; i < 10_000; i++) {
            drawn.merge(Kind.of(random), 1, Integer::sum);
        }
        assertThat(drawn.keySet()).containsExactlyInAnyOrder(Kind.values());
        assertThat(drawn.getOrDefault(Kind.GOOD, 0)).isBetween(5_500, 6_500);
    }

    @ParameterizedTest
    @EnumSource
    void eachOrderIsJsonAndOnlyTheLastOneIsOrderedSingly(Kind kind) {
        SplittableRandom random = new SplittableRandom(2);
        int most = 0;
        for (int i = 0; i < 100; i++) {
            JsonNode body = JsonMapper.shared().readTree(kind.json(random));
            most = Math.max(most, body.at("/lines/0/quantity").asInt());
            assertThat(body.at("/destination/country").asString()).hasSize(2);
        }
        assertThat(most).isEqualTo(kind == Kind.LAST_ONE ? 1 : 3);
    }

    @Test
    void onlyWhoChangesHisMindOrWantsTheLastOneMayEndEitherWay() {
        assertThat(Kind.values()).allSatisfy(kind -> {
            boolean either = kind == Kind.CHANGED_MIND || kind == Kind.LAST_ONE;
            assertThat(kind.mayEnd("COMPLETED")).isEqualTo(either || kind == Kind.GOOD);
            assertThat(kind.mayEnd("CANCELED")).isEqualTo(kind != Kind.GOOD);
            assertThat(kind.mayEnd("PENDING")).isFalse();
        });
    }
}
