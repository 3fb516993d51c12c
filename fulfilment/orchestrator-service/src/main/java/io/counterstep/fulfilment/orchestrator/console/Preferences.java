package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/**
 * What a reader has chosen: in the address for once, in cookies for ever, else what the browser asks for.
 *
 * @param name who acts, as last given; empty if never
 */
record Preferences(Language language, Theme theme, String name) {

    static final String LANGUAGE = "lang";
    static final String THEME = "theme";
    static final String NAME = "name";

    private static final String PREFIX = "counterstep-";
    private static final Duration KEPT = Duration.ofDays(365);
    private static final int MAX_NAME = 200;

    static Preferences of(HttpServletRequest request) {
        Language language = Language.of(request.getParameter(LANGUAGE));
        if (language == null) {
            language = Language.of(cookie(request, LANGUAGE));
        }
        Theme theme = Theme.of(request.getParameter(THEME));
        if (theme == null) {
            theme = Theme.of(cookie(request, THEME));
        }
        String name = cookie(request, NAME);
        return new Preferences(
                language == null ? Language.firstOf(request.getLocales()) : language,
                theme == null ? Theme.SYSTEM : theme,
                name == null ? "" : name);
    }

    /** Keeps a choice; too long a name is not kept. */
    static @Nullable String kept(String choice, String value, String path) {
        if (value.length() > MAX_NAME) {
            return null;
        }
        return ResponseCookie.from(PREFIX + choice, URLEncoder.encode(value, StandardCharsets.UTF_8))
                .path(path)
                .maxAge(KEPT)
                .httpOnly(true)
                .sameSite("Lax")
                .build()
                .toString();
    }

    private static @Nullable String cookie(HttpServletRequest request, String choice) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(PREFIX + choice)) {
                    return decoded(cookie.getValue());
                }
            }
        }
        return null;
    }

    private static @Nullable String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException nonsense) {
            return null;
        }
    }
}
