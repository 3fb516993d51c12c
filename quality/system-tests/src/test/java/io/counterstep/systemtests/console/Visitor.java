package io.counterstep.systemtests.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody at a browser, who notices what is wrong: a script that fails, a complaint of the browser, a request to another
 * origin, a dialog that nobody asked for. Not thread-safe.
 */
final class Visitor implements AutoCloseable {

    /** Longer than a page takes on a busy machine. */
    static final int PATIENCE_MILLIS = 30_000;

    private static final String WIDER_THAN_THE_WINDOW =
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private final String console;
    private final BrowserContext context;
    private final Page page;
    private final List<String> faults = new ArrayList<>();

    /** @param console where the orchestrator listens, without a slash at the end */
    Visitor(String console, Chromium chromium, Look look) {
        this.console = console;
        this.context = chromium.browser().newContext(look.options());
        this.page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(it -> {
            // what the answer's status says already
            if (it.type().equals("error") && !it.text().startsWith("Failed to load resource")) {
                faults.add("the browser complains: " + it.text());
            }
        });
        page.onPageError(it -> faults.add("a script fails: " + it));
        page.onRequest(it -> {
            if (!it.url().startsWith(console + "/")) {
                faults.add("a request leaves for " + it.url());
            }
        });
        page.onDialog(it -> {
            faults.add("a dialog opens: " + it.message());
            it.dismiss();
        });
    }

    /** @return the status of the page that is shown then */
    int go(String path) {
        Response response = page.navigate(console + path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.LOAD));
        return response.status();
    }

    Page page() {
        return page;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    /** All that a reader reads of the page's own part. */
    String text() {
        return page.locator("main").innerText();
    }

    String path() {
        return page.url().substring(console.length());
    }

    /** Fills a field of a form by the name it is sent under. */
    Visitor fill(String name, String value) {
        page.locator("main form[method=post] [name='" + name + "']").fill(value);
        return this;
    }

    /** Presses the button, or follows the link, that has exactly that text. */
    Visitor press(String text) {
        return click("main :is(button, a):text-is('" + text + "')");
    }

    /** Looks at what a form would do. */
    Visitor preview() {
        return click("main button[value=preview]");
    }

    /** Does what a form is for. */
    Visitor confirm() {
        return click("main button[value=confirm]");
    }

    Visitor click(String selector) {
        page.locator(selector).first().click();
        page.waitForLoadState();
        return this;
    }

    /** Who and why, as the name that is remembered and a reason. */
    Visitor because(String why) {
        fill("why", why);
        return fill("by", "dana");
    }

    /** How much wider the page is than the window, in pixels. */
    int overflow() {
        return ((Number) page.evaluate(WIDER_THAN_THE_WINDOW)).intValue();
    }

    /** Runs a script as a browser's own tools do: the page's policy is not theirs. */
    String runs(String script) {
        CDPSession tools = context.newCDPSession(page);
        try {
            JsonObject request = new JsonObject();
            request.addProperty("expression", script);
            request.addProperty("awaitPromise", true);
            request.addProperty("returnByValue", true);
            JsonObject result = tools.send("Runtime.evaluate", request);
            assertThat(result.has("exceptionDetails")).as("%s", result).isFalse();
            JsonObject value = result.getAsJsonObject("result");
            return value.has("value") ? value.get("value").getAsString() : "";
        } finally {
            tools.detach();
        }
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        context.close();
    }
}
