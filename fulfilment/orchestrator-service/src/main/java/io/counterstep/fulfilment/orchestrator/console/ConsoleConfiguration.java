package io.counterstep.fulfilment.orchestrator.console;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.templateresolver.SpringResourceTemplateResolver;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The console's parts. They are made here, not by auto-configuration, and lie under {@code console/} on the class path, where
 * nothing is served by default: the services that share a class path with this one serve none of it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleProperties.class)
class ConsoleConfiguration {

    /** Whatever its version is: the version stands in the pom alone. */
    private static final String HTMX = "classpath*:META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js";

    private static final String ANY_ADDRESS = "0.0.0.0";

    @Bean
    ConsoleApi consoleApi(ConsoleProperties properties, Environment environment) {
        String configured = properties.apiUrl();
        Supplier<String> base = configured == null || configured.isEmpty() ? () -> own(environment) : () -> configured;
        return new ConsoleApi(base, properties.apiTimeout());
    }

    @Bean
    @ConditionalOnProperty(prefix = ConsoleProperties.Demo.PREFIX, name = "order-url")
    DemoServices demoServices(ConsoleProperties properties) {
        return new DemoServices(Objects.requireNonNull(properties.demo()), properties.apiTimeout());
    }

    @Bean
    Deeds consoleDeeds() {
        return new Deeds();
    }

    /** A server that listens on all addresses is reached on the loopback one. */
    private static String own(Environment environment) {
        String address = environment.getProperty("server.address", "127.0.0.1");
        String port = environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
        return "http://" + (address.equals(ANY_ADDRESS) ? "127.0.0.1" : address) + ":" + port
                + environment.getProperty("server.servlet.context-path", "");
    }

    @Bean
    FilterRegistrationBean<ConsoleFilter> consoleFilter(ConsoleProperties properties) {
        var registration = new FilterRegistrationBean<>(new ConsoleFilter(properties.pagesAtOnce()));
        registration.addUrlPatterns(ConsoleFilter.PATH, ConsoleFilter.PATH + "/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    /** Who writes an address by hand may end it with a slash. */
    @Bean
    FilterRegistrationBean<UrlHandlerFilter> consoleSlashes() {
        var registration =
                new FilterRegistrationBean<>(UrlHandlerFilter.trailingSlashHandler(ConsoleFilter.PATH + "/**")
                        .redirect(HttpStatus.PERMANENT_REDIRECT)
                        .build());
        registration.addUrlPatterns(ConsoleFilter.PATH + "/*");
        return registration;
    }

    /** Also tells whatever else this service answers which language is wanted; the API speaks one only. */
    @Bean
    Choosing localeResolver() {
        return new Choosing();
    }

    @Bean
    ThymeleafViewResolver consoleViews(ApplicationContext context) {
        var files = new SpringResourceTemplateResolver();
        files.setApplicationContext(context);
        files.setPrefix("classpath:/");
        files.setSuffix(".html");
        files.setTemplateMode(TemplateMode.HTML);
        files.setCharacterEncoding("UTF-8");
        var engine = new SpringTemplateEngine();
        engine.setTemplateResolver(files);
        engine.setTemplateEngineMessageSource(texts());
        var views = new ThymeleafViewResolver();
        views.setTemplateEngine(engine);
        views.setCharacterEncoding("UTF-8");
        // no others: how errors elsewhere look is not the console's
        views.setViewNames(new String[] {"console/*", "redirect:*"});
        return views;
    }

    @Bean
    WebMvcConfigurer consoleWeb(Choosing choosing, ObjectProvider<InstantSource> clock, ConsoleProperties properties)
            throws IOException {
        Resource[] htmx = new PathMatchingResourcePatternResolver().getResources(HTMX);
        if (htmx.length != 1) {
            throw new IllegalStateException("expected one " + HTMX + " on the class path, found " + List.of(htmx));
        }
        Visits visits = new Visits(texts(), clock.getIfAvailable(InstantSource::system), properties.demo() != null);
        return new WebMvcConfigurer() {

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(visits);
            }

            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(choosing).addPathPatterns(ConsoleFilter.PATH, ConsoleFilter.PATH + "/**");
            }

            @Override
            public void addResourceHandlers(ResourceHandlerRegistry resources) {
                resources
                        .addResourceHandler("/console/assets/**")
                        .addResourceLocations("classpath:/console/assets/")
                        .addResourceLocations(folder(htmx[0]))
                        .setCacheControl(CacheControl.noCache());
            }
        };
    }

    private static Resource folder(Resource file) {
        try {
            return file.createRelative("./");
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    static ResourceBundleMessageSource texts() {
        var texts = new ResourceBundleMessageSource();
        texts.setBasename("console.messages");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
        return texts;
    }
}
