package io.counterstep.fulfilment.orchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class PreferencesTest extends OnFakeApi {

    @Test
    void theAddressWinsOverTheCookieAndTheCookieOverTheBrowser() {
        assertThat(language(read(page("/console").locale(Locale.KOREA)))).isEqualTo("ko");
        assertThat(language(read(page("/console").locale(Locale.FRENCH)))).isEqualTo("en");
        Cookie english = new Cookie("counterstep-lang", "en");
        assertThat(language(read(page("/console").locale(Locale.KOREA).cookie(english))))
                .isEqualTo("en");
        assertThat(language(read(page("/console?lang=ko").cookie(english)))).isEqualTo("ko");
    }

    @Test
    void aChoiceIsKeptInACookieThatNoScriptReads() {
        assertThat(answer(page("/console?lang=ko&theme=dark")).getHeaders("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it).contains("HttpOnly", "SameSite=Lax", "Path=/console"))
                .anySatisfy(it -> assertThat(it).startsWith("counterstep-theme=dark"));
        assertThat(answer(page("/console?lang=xx&theme=<b>".replace("<b>", "%3Cb%3E")))
                        .getHeaders("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void theThemeIsThatOfTheDeviceUntilOneIsChosen() {
        assertThat(read("/console").select("html").attr("data-theme")).isEqualTo("system");
        assertThat(read("/console?theme=dark").select("html").attr("data-theme"))
                .isEqualTo("dark");
        assertThat(read(page("/console").cookie(new Cookie("counterstep-theme", "light")))
                        .select("html")
                        .attr("data-theme"))
                .isEqualTo("light");
    }

    @Test
    void switchingKeepsTheRestOfTheAddress() {
        Document page = read("/console?live=false&lang=en");
        assertThat(page.select("footer a[lang=ko]").attr("href")).isEqualTo("?live=false&lang=ko");
    }

    @Test
    void aPageIsReachedWithoutAMouse() {
        Document page = read("/console");
        assertThat(page.select("a.skip").attr("href")).isEqualTo("#main");
        assertThat(page.select("main#main")).hasSize(1);
        assertThat(page.select("header, nav, footer")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(page.select("nav a[aria-current=page]").eachText()).containsExactly("Overview");
    }

    private static String language(Document page) {
        return page.select("html").attr("lang");
    }
}
