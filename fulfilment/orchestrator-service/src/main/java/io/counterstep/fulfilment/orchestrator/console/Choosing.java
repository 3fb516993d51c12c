package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;

/** Keeps the language and the theme that an address chooses, and tells templates the language. */
final class Choosing implements HandlerInterceptor, LocaleResolver {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        keep(response, request, Preferences.LANGUAGE, Language.of(request.getParameter(Preferences.LANGUAGE)) != null);
        keep(response, request, Preferences.THEME, Theme.of(request.getParameter(Preferences.THEME)) != null);
        return true;
    }

    private static void keep(
            HttpServletResponse response, HttpServletRequest request, String choice, boolean understood) {
        if (understood) {
            remember(response, request, choice, request.getParameter(choice));
        }
    }

    static void remember(HttpServletResponse response, HttpServletRequest request, String choice, String value) {
        String cookie = Preferences.kept(choice, value, request.getContextPath() + ConsoleFilter.PATH);
        if (cookie != null) {
            response.addHeader(HttpHeaders.SET_COOKIE, cookie);
        }
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return Preferences.of(request).language().locale();
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("the reader chooses the language, by ?lang=");
    }
}
