package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void moneyIsShownInTheFractionsOfItsCurrency() {
        assertThat(Texts.money(Json.read("{\"currency\":\"KRW\",\"minorUnits\":258000}")))
                .isEqualTo("KRW 258,000");
        assertThat(Texts.money(Json.read("{\"currency\":\"USD\",\"minorUnits\":258050}")))
                .isEqualTo("USD 2,580.50");
        assertThat(Texts.money(Json.object())).isEmpty();
    }

    @Test
    void durationsAreReadShortOrInIso() {
        assertThat(Texts.duration("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Texts.duration("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(Texts.duration("PT1M30S")).isEqualTo(Duration.ofSeconds(90));
        assertThatThrownBy(() -> Texts.duration("soon"))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("'soon'");
    }

    @Test
    void anAgeIsShownInItsLargestUnit() {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        assertThat(Texts.age("2026-11-22T11:59:57Z", now)).isEqualTo("3s");
        assertThat(Texts.age("2026-11-22T11:55:00Z", now)).isEqualTo("5m");
        assertThat(Texts.age("2026-11-22T09:00:00Z", now)).isEqualTo("3h");
        assertThat(Texts.age("2026-11-12T09:00:00Z", now)).isEqualTo("10d");
        assertThat(Texts.age("", now)).isEmpty();
    }

    @Test
    void evenAWordWithoutSpacesIsBrokenAtTheEdge() {
        assertThat(Texts.wrap("    ", "x".repeat(200)).lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
}
