package io.counterstep.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

class AdmissionPathTest {

    private final WebApplicationContextRunner service = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AdmissionAutoConfiguration.class))
            .withPropertyValues("counterstep.http.requests-at-once=4");

    @Test
    void allRequestsAreBoundedUnlessAPathIsNamed() {
        service.run(context -> assertThat(
                        context.getBean(FilterRegistrationBean.class).getUrlPatterns())
                .asList()
                .containsExactly("/*"));
    }

    @Test
    void onlyThoseOfTheNamedPathAreBounded() {
        service.withPropertyValues("counterstep.http.path=/api/*")
                .run(context -> assertThat(
                                context.getBean(FilterRegistrationBean.class).getUrlPatterns())
                        .asList()
                        .containsExactly("/api/*"));
    }

    @Test
    void aPathThatIsNoneIsRefusedAtTheStart() {
        service.withPropertyValues("counterstep.http.path=api")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("set counterstep.http.path to a pattern such as /api/*"));
    }
}
