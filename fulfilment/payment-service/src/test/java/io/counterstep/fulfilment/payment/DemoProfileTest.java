package io.counterstep.fulfilment.payment;

import static io.counterstep.fulfilment.contracts.PaymentVocabulary.REQUEST;
import static io.counterstep.fulfilment.payment.PaymentFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentFailed;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentReply;
import io.counterstep.fulfilment.contracts.PaymentVocabulary.PaymentSuccess;
import io.counterstep.participant.Handlers;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

/** The beans of the service as they are with the profile {@code demo}, and without it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoProfileTest {

    private static final String PATH = "/demo/mischief";

    private final TestDatabase database = TestDatabase.start("classpath:db/payment", "classpath:db/payment-demo");
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
    }

    @AfterEach
    void noMischief() {
        http.delete().uri(PATH).exchange().expectStatus().isOk();
    }

    @Test
    void eachNthPaymentIsRefusedAndStoredAsSuch() {
        put("{\"refuseEvery\":3}").expectStatus().isOk().expectBody().json("{\"refuseEvery\":3}");

        assertThat(IntStream.rangeClosed(1, 7).mapToObj(it -> charge(demo, "o" + it)))
                .extracting(it -> it instanceof PaymentFailed)
                .containsExactly(false, false, true, false, false, true, false);
        assertThat(database.jdbc
                        .sql("select reason from payment where order_id = 'o3' and status = 'REFUSED'")
                        .query(String.class)
                        .single())
                .isEqualTo("refused on purpose by the demo's mischief");
        assertThat(new PaymentFixture(database).unbalancedPostings()).isZero();
    }

    @Test
    void aBatchIsAnsweredInOrder() {
        demo.getBean(Mischief.class).refuseEvery(2);

        List<PaymentReply> replies =
                Objects.requireNonNull(database.transaction.execute(status -> demo.getBean(PaymentService.class)
                        .charge(List.of(
                                order("o1", "alice", 1),
                                order("o2", "alice", 1),
                                order("o3", "bankrupt", 1),
                                order("o4", "alice", 1),
                                order("o5", "alice", 1)))));
        assertThat(replies)
                .containsExactly(
                        new PaymentSuccess("o1", "pay-o1"),
                        new PaymentFailed("o2", DemoPaymentService.REASON),
                        new PaymentFailed("o3", "balance of customer bankrupt is too low for 1 minor units of KRW"),
                        new PaymentFailed("o4", DemoPaymentService.REASON),
                        new PaymentSuccess("o5", "pay-o5"));
    }

    @Test
    void mischiefIsShownAndEnded() {
        put("{\"refuseEvery\":2}").expectStatus().isOk();
        http.get().uri(PATH).exchange().expectBody().json("{\"refuseEvery\":2}");

        http.delete().uri(PATH).exchange().expectBody().json("{\"refuseEvery\":0}");
        assertThat(charge(demo, "o1")).isInstanceOf(PaymentSuccess.class);
        assertThat(charge(demo, "o2")).isInstanceOf(PaymentSuccess.class);

        put("{\"refuseEvery\":2}").expectStatus().isOk();
        put("{}").expectStatus().isOk().expectBody().json("{\"refuseEvery\":0}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"refuseEvery\":1} | refuseEvery must be 0 for none, or from 2 to 100, was 1",
                "{\"refuseEvery\":-3} | refuseEvery must be 0 for none, or from 2 to 100, was -3",
                "{\"refuseEvery\":101} | refuseEvery must be 0 for none, or from 2 to 100, was 101",
                "{\"refuseEvery\":\"x\"} | refuseEvery must be a whole number, was x",
                "{\"refuseEvery\":2.5} | refuseEvery must be a whole number, was 2.5",
                "{\"slowBy\":\"2s\"} | there is no mischief 'slowBy' here, only refuseEvery"
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
        assertThat(demo.getBean(Mischief.class).refuseEvery()).isZero();
    }

    @Test
    void withoutTheDemoThereIsNone() {
        try (GenericWebApplicationContext production = context("production")) {
            RestTestClient client =
                    RestTestClient.bindToApplicationContext(production).build();

            client.get().uri(PATH).exchange().expectStatus().isNotFound();
            client.delete().uri(PATH).exchange().expectStatus().isNotFound();
            assertThat(production.getBeansOfType(Mischief.class)).isEmpty();
            assertThat(production.getBean(PaymentService.class)).isExactlyInstanceOf(PaymentService.class);
            assertThat(charge(production, "o1")).isInstanceOf(PaymentSuccess.class);
        }
    }

    /** As the engine brings it, but for the ledger. */
    private Object charge(GenericWebApplicationContext context, String orderId) {
        Handlers handlers = context.getBean(Handlers.class);
        return Objects.requireNonNull(
                database.transaction.execute(status -> handlers.call(REQUEST, order(orderId, "alice", 1))));
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
                AccountStore.class,
                PaymentStore.class,
                PaymentService.class,
                PaymentHandlers.class,
                DemoPaymentService.class,
                Mischief.class,
                MischiefController.class);
        context.refresh();
        return context;
    }

    /** As {@code spring.mvc.problemdetails.enabled} does. */
    @EnableWebMvc
    @ControllerAdvice
    static class WebMvc extends ResponseEntityExceptionHandler {}
}
