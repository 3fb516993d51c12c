package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    static final Words ENGLISH = in(Language.EN);
    static final Words KOREAN = in(Language.KO);

    static Words in(Language language) {
        return new Words(ConsoleConfiguration.texts(), language.locale());
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.45S, 450 ms, 450ms",
        "PT1.5S, 1.5 s, 1.5초",
        "PT42.9S, 42 s, 42초",
        "PT3M2S, 3 min 2 s, 3분 2초",
        "PT5M, 5 min, 5분",
        "PT2H5M59S, 2 h 5 min, 2시간 5분",
        "P3DT4H30M, 3 d 4 h, 3일 4시간"
    })
    void aDurationHasItsTwoLargestUnits(Duration duration, String english, String korean) {
        assertThat(ENGLISH.duration(duration)).isEqualTo(english);
        assertThat(KOREAN.duration(duration)).isEqualTo(korean);
    }

    @Test
    void aMomentIsAgoNowOrAhead() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        assertThat(ENGLISH.since(now.minusSeconds(61), now)).isEqualTo("1 min 1 s ago");
        assertThat(ENGLISH.since(now.plusSeconds(20), now)).isEqualTo("in 20 s");
        assertThat(ENGLISH.since(now, now)).isEqualTo("just now");
        assertThat(KOREAN.since(now.minusSeconds(20), now)).isEqualTo("20초 전");
    }

    @Test
    void anUnknownValueIsShownAsItIs() {
        assertThat(ENGLISH.label("state", "RUNNING")).isEqualTo("running");
        assertThat(ENGLISH.label("state", "<b>")).isEqualTo("<b>");
    }

    @Test
    void theLanguageOfTheMachineDoesNotMatter() {
        Locale machine = Locale.getDefault();
        try {
            Locale.setDefault(Locale.KOREA);
            assertThat(in(Language.EN).text("nav.overview")).isEqualTo("Overview");
        } finally {
            Locale.setDefault(machine);
        }
    }
}
