package io.counterstep.systemtests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.counterstep.fulfilment.local.LocalOptions;
import io.counterstep.fulfilment.local.LocalSystem;
import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.docs.Repository;
import io.counterstep.systemtests.support.Shop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What {@code docs/first-five-minutes.md} tells a newcomer to do, done. It takes the pictures of the documents: into a folder
 * of its own, or with {@code -Dscreenshots=docs/images} (from the root of the repository) in the place of those that are there.
 */
@OnConsole
class FirstFiveMinutesTest {

    private static final String WHERE = System.getProperty("screenshots", "");
    private static final Path TO = WHERE.isEmpty() ? Path.of("target", "screenshots") : Repository.ROOT.resolve(WHERE);
    private static final Path KEPT = Repository.ROOT.resolve("docs/images");
    private static final Pattern PICTURE = Pattern.compile("images/([a-z-]+\\.png)");

    private final Chromium chromium;
    private final List<String> taken = new ArrayList<>();

    FirstFiveMinutesTest(Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void upOrderFailureStuckSagaWhyAndRepair() throws Exception {
        Files.createDirectories(TO);
        try (LocalSystem system = LocalSystem.start(LocalOptions.temporary())) {
            walk(system);
        }
        try (var files = Files.list(KEPT)) {
            assertThat(files.map(it -> String.valueOf(it.getFileName())))
                    .as("pictures in docs/images")
                    .containsExactlyInAnyOrderElementsOf(taken);
        }
        assertThat(Repository.documents().stream()
                        .flatMap(it -> PICTURE.matcher(Repository.read(it)).results())
                        .map(it -> it.group(1))
                        .distinct())
                .as("pictures that the documents show")
                .containsExactlyInAnyOrderElementsOf(taken);
    }

    private void walk(LocalSystem system) {
        Shop shop = new Shop(system);
        String console = system.url(Service.ORCHESTRATOR);
        try (Visitor newcomer = new Visitor(console, chromium, Look.LIGHT_ENGLISH)) {
            // an order
            newcomer.go("/console/try");
            newcomer.press("Place");
            assertThat(newest(newcomer, "COMPLETED")).isVisible();
            newcomer.click("#newest ~ table tbody a");
            picture(newcomer, "saga-completed", 0);

            // a failure
            newcomer.go("/console/try");
            newcomer.find("input[value=NO_CARRIER]").check();
            newcomer.press("Place");
            assertThat(newest(newcomer, "CANCELED")).isVisible();
            newcomer.click("#newest ~ table tbody a");
            assertThat(newcomer.text()).contains("no carrier serves country AQ");
            picture(newcomer, "saga-canceled", 0);

            // traffic, for the charts to come
            List<String> traffic = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                traffic.add(shop.order(i % 6 == 5 ? "bankrupt" : "alice", i % 10 == 9 ? "AQ" : "KR", line("MOUSE", 1)));
            }
            traffic.forEach(shop::awaitFinal);

            // a stuck saga
            newcomer.go("/console/try");
            newcomer.press("Pause the participant shipping");
            newcomer.because("the carrier moves house").confirm();
            newcomer.go("/console/try");
            newcomer.find("input[value=COMPLETED]").check();
            newcomer.fill("number", "3").press("Place");
            assertThat(newest(newcomer, "RUNNING").nth(2)).isVisible();
            String key = newestKey(newcomer);
            shop.awaitStep(key, "shipping");
            picture(newcomer, "try-it", 1_260);

            // why
            String stuck = Stage.page(key);
            newcomer.go(stuck);
            assertThat(newcomer.find(".sentence")).containsText("dana");
            assertThat(newcomer.find(".sentence")).containsText("the carrier moves house");
            picture(newcomer, "saga-waiting", 0);

            // looking around meanwhile
            newcomer.go("/console");
            newcomer.page().waitForTimeout(2_500); // for a chart to have two points
            picture(newcomer, "overview", 0);
            newcomer.go("/console/sagas?state=RUNNING&participant=shipping");
            picture(newcomer, "search", 0);
            try (Visitor inTheDark = new Visitor(console, chromium, Look.DARK_ENGLISH)) {
                inTheDark.go("/console");
                picture(inTheDark, "overview-dark", 0);
            }
            try (Visitor korean = new Visitor(console, chromium, Look.LIGHT_KOREAN)) {
                korean.go("/console");
                picture(korean, "overview-ko", 0);
                korean.go(stuck);
                picture(korean, "saga-waiting-ko", 0);
            }
            try (Visitor phone = new Visitor(console, chromium, Look.DARK_ENGLISH_PHONE)) {
                phone.go(stuck);
                picture(phone, "saga-on-a-phone", 0);
            }

            // repair: one is turned back, then the others go on
            newcomer.go(stuck);
            newcomer.press("Compensate");
            newcomer.because("the customer does not want to wait").preview();
            picture(newcomer, "preview", 1_000);
            newcomer.confirm();
            assertThat(newcomer.find("#live .state-CANCELED").first()).isVisible();
            newcomer.go("/console/try");
            newcomer.press("Resume the participant shipping");
            newcomer.because("the carrier has moved").confirm();
            newcomer.go("/console/try");
            assertThat(newcomer.find("#newest ~ table tbody tr:nth-child(-n+3) .state-COMPLETED"))
                    .hasCount(2);
            assertThat(newcomer.faults()).isEmpty();
        }
    }

    private static Locator newest(Visitor visitor, String state) {
        return visitor.find("#newest ~ table .state-" + state);
    }

    private static String newestKey(Visitor visitor) {
        String id = visitor.find("#newest ~ table tbody a").first().innerText();
        return id.substring(id.indexOf(':') + 1);
    }

    /** @param height of the window for it; as it is if 0 */
    private void picture(Visitor visitor, String name, int height) {
        String file = name + ".png";
        Page page = visitor.page();
        int width = page.viewportSize().width;
        int before = page.viewportSize().height;
        if (height > 0) {
            page.setViewportSize(width, height);
        }
        page.screenshot(new Page.ScreenshotOptions().setPath(TO.resolve(file)));
        page.setViewportSize(width, before);
        taken.add(file);
    }
}
