package io.counterstep.spring;

import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Bounds the HTTP requests of a service that sets {@code counterstep.http.requests-at-once}. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty("counterstep.http.requests-at-once")
@EnableConfigurationProperties(CounterstepProperties.class)
public class AdmissionAutoConfiguration {

    @Bean
    FilterRegistrationBean<AdmissionFilter> counterstepAdmission(
            CounterstepProperties properties,
            @Value("${management.endpoints.web.base-path:/actuator}") String actuatorPath) {
        CounterstepProperties.HttpSettings http = properties.http();
        FilterRegistrationBean<AdmissionFilter> registration = new FilterRegistrationBean<>(new AdmissionFilter(
                new AdmissionFilter.Bounds(
                        http.requestsAtOnce(),
                        http.requestsWaiting(),
                        http.patience(),
                        http.streamsAtOnce(),
                        http.maxBody().toBytes(),
                        http.uploadWithin()),
                actuatorPath,
                System::nanoTime));
        // First of all, so that a request that is turned away costs next to nothing.
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        registration.addUrlPatterns(http.path());
        registration.setEnabled(http.requestsAtOnce() > 0);
        return registration;
    }
}
