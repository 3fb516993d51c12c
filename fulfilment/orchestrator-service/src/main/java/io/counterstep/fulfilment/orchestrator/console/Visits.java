package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives each page its {@link Visit}, and its template too, as {@code visit}. */
final class Visits implements HandlerMethodArgumentResolver {

    private final MessageSource messages;
    private final InstantSource clock;
    private final boolean demo;

    /** @param demo whether there is a page that tries the demo out */
    Visits(MessageSource messages, InstantSource clock, boolean demo) {
        this.messages = messages;
        this.clock = clock;
        this.demo = demo;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Visit.class;
    }

    @Override
    public Visit resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer page,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
        if (http == null) {
            throw new IllegalStateException("pages are for HTTP only");
        }
        Visit visit = of(http);
        if (page != null) {
            page.addAttribute("visit", visit);
        }
        return visit;
    }

    private Visit of(HttpServletRequest request) {
        Preferences preferences = Preferences.of(request);
        return new Visit(
                preferences,
                new Words(messages, preferences.language().locale()),
                clock.instant(),
                request.getRequestURI().substring(request.getContextPath().length()),
                withoutChoices(request.getQueryString()),
                demo);
    }

    private static String withoutChoices(@Nullable String query) {
        return query == null
                ? ""
                : Arrays.stream(query.split("&"))
                        .filter(it -> !it.startsWith(Preferences.LANGUAGE + "=")
                                && !it.startsWith(Preferences.THEME + "=")
                                && !it.isEmpty())
                        .collect(Collectors.joining("&"));
    }
}
