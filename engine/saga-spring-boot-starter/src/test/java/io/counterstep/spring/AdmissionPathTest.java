package io.counterstep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;

class AdmissionPathTest {

    private final WebApplicationContextRunner service = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AdmissionAutoConfiguration.class))
            .withPropertyValues("counterstep.http.requests-at-once=4");

    @Test
    void allRequestsAreBoundedUnlessAPathIsNamed() {
        service.run(context -> assertThat(patterns(context)).containsExactly("/*"));
    }

    @Test
    void onlyThoseOfTheNamedPathAreBounded() {
        service.withPropertyValues("counterstep.http.path=/api/*")
                .run(context -> assertThat(patterns(context)).containsExactly("/api/*"));
    }

    @Test
    void aPathThatIsNoneIsRefusedAtTheStart() {
        service.withPropertyValues("counterstep.http.path=api")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("set counterstep.http.path to a pattern such as /api/*"));
    }

    private static Collection<String> patterns(ApplicationContext context) {
        FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
        return registration.getUrlPatterns();
    }
}
