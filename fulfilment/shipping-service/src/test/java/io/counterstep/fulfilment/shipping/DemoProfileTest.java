package io.counterstep.fulfilment.shipping;

import static io.counterstep.fulfilment.shipping.ShippingFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingCancel;
import io.counterstep.fulfilment.contracts.ShippingVocabulary.ShippingSuccess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** The beans of the service as they are with the profile {@code demo}, and without it; nobody really waits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoProfileTest {

    private static final String PATH = "/demo/mischief";

    private final TestDatabase database = TestDatabase.start("classpath:db/shipping", "classpath:db/shipping-demo");
    private final List<Duration> pauses = new ArrayList<>();
    private final GenericWebApplicationContext demo = context("demo");
    private final RestTestClient http =
            RestTestClient.bindToApplicationContext(demo).build();

    @AfterAll
    void stop() throws IOException {
        demo.close();
        database.close();
    }

    @BeforeEach
    void reset() {
        database.reset();
        http.delete().uri(PATH).exchange().expectStatus().isOk();
        pauses.clear();
    }

    @Test
    void eachBatchIsAnsweredLater() {
        put("{\"slowBy\":\"2s\"}").expectStatus().isOk().expectBody().json("{\"slowBy\":\"PT2S\"}");

        assertThat(book(demo))
                .isEqualTo(List.of(
                        new ShippingSuccess("o1", "hanbit-express", "HBX-o1"),
                        new ShippingSuccess("o2", "hanbit-express", "HBX-o2")));
        database.transaction.executeWithoutResult(
                status -> demo.getBean(ShippingService.class).cancel(List.of(new ShippingCancel("o1"))));

        assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @Test
    void mischiefIsShownAndEnded() {
        put("{\"slowBy\":\"500ms\"}").expectStatus().isOk();
        http.get().uri(PATH).exchange().expectBody().json("{\"slowBy\":\"PT0.5S\"}");

        http.delete().uri(PATH).exchange().expectBody().json("{\"slowBy\":\"PT0S\"}");
        book(demo);

        assertThat(pauses).isEmpty();
    }

    @Test
    void whoIsInterruptedWhileSlowGoesOn() {
        Mischief mischief = new Mischief(time -> {
            throw new InterruptedException("the service stops");
        });
        mischief.slowBy(Duration.ofSeconds(1));

        mischief.slowDown();

        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"slowBy\":\"11s\"} | slowBy must be from 0s for none to 10s, was PT11S",
                "{\"slowBy\":\"-1s\"} | slowBy must be from 0s for none to 10s, was PT-1S",
                "{\"slowBy\":\"soon\"} | slowBy must be a duration such as 500ms, 2s or PT2S, was soon",
                "{\"refuseEvery\":3} | there is no mischief 'refuseEvery' here, only slowBy"
            })
    void whatIsNoMischiefIsAProblemThatSaysWhy(String body, String detail) {
        put(body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo(detail);
        assertThat(demo.getBean(Mischief.class).slowBy()).isZero();
    }

    @Test
    void withoutTheDemoThereIsNone() {
        try (GenericWebApplicationContext production = context("production")) {
            RestTestClient client =
                    RestTestClient.bindToApplicationContext(production).build();

            client.get().uri(PATH).exchange().expectStatus().isNotFound();
            client.delete().uri(PATH).exchange().expectStatus().isNotFound();
            assertThat(production.getBeansOfType(Mischief.class)).isEmpty();
            assertThat(production.getBean(ShippingService.class)).isExactlyInstanceOf(ShippingService.class);
            book(production);
            assertThat(pauses).isEmpty();
        }
    }

    private Object book(GenericWebApplicationContext context) {
        return Objects.requireNonNull(database.transaction.execute(
                status -> context.getBean(ShippingService.class).book(List.of(order("o1", "KR"), order("o2", "KR")))));
    }

    private RestTestClient.ResponseSpec put(String body) {
        return http.put()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private GenericWebApplicationContext context(String profile) {
        GenericWebApplicationContext context = new GenericWebApplicationContext(new MockServletContext());
        context.getEnvironment().setActiveProfiles(profile);
        context.getBeanFactory().registerSingleton("jdbcClient", database.jdbc);
        AnnotatedBeanDefinitionReader beans = new AnnotatedBeanDefinitionReader(context);
        beans.register(
                WebMvc.class,
                CarrierStore.class,
                ShipmentStore.class,
                ShippingService.class,
                ShippingHandlers.class,
                DemoShippingService.class,
                MischiefController.class);
        beans.registerBean(Mischief.class, () -> new Mischief(pauses::add));
        context.refresh();
        return context;
    }

    /** As {@code spring.mvc.problemdetails.enabled} does. */
    @EnableWebMvc
    @ControllerAdvice
    static class WebMvc extends ResponseEntityExceptionHandler {}
}
