package io.counterstep.systemtests.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/** How somebody sees the console. */
enum Look {
    LIGHT_ENGLISH(ColorScheme.LIGHT, "en-US", 1200, 900),
    DARK_ENGLISH_PHONE(ColorScheme.DARK, "en-US", 390, 800),
    LIGHT_KOREAN_PHONE(ColorScheme.LIGHT, "ko-KR", 390, 800),
    DARK_KOREAN(ColorScheme.DARK, "ko-KR", 1200, 900),

    DARK_ENGLISH(ColorScheme.DARK, "en-US", 1200, 900),
    LIGHT_KOREAN(ColorScheme.LIGHT, "ko-KR", 1200, 900);

    private final ColorScheme colors;
    private final String locale;
    private final int width;
    private final int height;

    Look(ColorScheme colors, String locale, int width, int height) {
        this.colors = colors;
        this.locale = locale;
        this.width = width;
        this.height = height;
    }

    String language() {
        return locale.substring(0, 2);
    }

    boolean isDark() {
        return colors == ColorScheme.DARK;
    }

    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setColorScheme(colors)
                .setLocale(locale)
                .setTimezoneId("UTC")
                .setViewportSize(width, height);
    }
}
