package io.counterstep.systemtests.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page in both languages, both themes, and on a phone. */
@OnConsole
class EveryPageTest {

    private final Stage stage;
    private final Chromium chromium;

    EveryPageTest(Stage stage, Chromium chromium) {
        this.stage = stage;
        this.chromium = chromium;
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"DARK_ENGLISH", "LIGHT_KOREAN"})
    void everyPageIsForEverybodyAndOnItsOwn(Look look) {
        try (Visitor visitor = new Visitor(stage.url(), chromium, look)) {
            for (String path : stage.pages()) {
                int status = visitor.go(path);
                assertThat(status).as(path).isEqualTo(path.contains("no-such") ? 404 : 200);
                looksRight(visitor, path, look);
            }
            for (String form : List.of(stage.waiting() + "/compensate", "/console/bulk/new?state=RUNNING")) {
                visitor.go(form);
                visitor.because("a look").preview();
                assertThat(visitor.find("button[value=confirm]").count())
                        .as(form)
                        .isOne();
                looksRight(visitor, "the preview of " + form, look);
            }
            assertThat(brightnessOfText(visitor) > 128).as("bright on dark").isEqualTo(look.isDark());
            assertThat(visitor.faults()).isEmpty();
        }
    }

    private static void looksRight(Visitor visitor, String what, Look look) {
        assertThat(visitor.find("html").getAttribute("lang")).as(what).isEqualTo(look.language());
        assertThat(visitor.find("h1").count()).as(what).isOne();
        assertThat(visitor.overflow()).as("%s is wider than the window", what).isZero();
        assertThat(Axe.findings(visitor)).as("%s, %s", what, look).isEmpty();
    }

    /** A check that finds nothing must be able to: this page has no language, and a picture without a text. */
    @Test
    void axeFindsWhatIsWrong() {
        try (Visitor visitor = new Visitor(stage.url(), chromium, Look.LIGHT_ENGLISH)) {
            visitor.go("/console/definitions");
            visitor.runs("""
                    document.documentElement.removeAttribute("lang");
                    document.querySelector("main").append(document.createElement("img")); "" """);
            assertThat(Axe.findings(visitor))
                    .anySatisfy(it -> assertThat(it).contains("html-has-lang"))
                    .anySatisfy(it -> assertThat(it).contains("image-alt"));
        }
    }

    private static int brightnessOfText(Visitor visitor) {
        return Integer.parseInt(visitor.runs("""
                String(Math.max(...getComputedStyle(document.body).color.match(/\\d+/g).slice(0, 3).map(Number)))"""));
    }
}
