package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Both services stand behind one address here, so an answer has the fields of both. */
class MischiefCommandTest extends OnFakeServices {

    private static final String NONE = "{\"refuseEvery\":0,\"slowBy\":\"PT0S\"}";
    private static final String BOTH = "{\"refuseEvery\":3,\"slowBy\":\"PT2S\"}";

    @Test
    void withoutAnOptionItShowsWhatIsOn() {
        services.answer("GET /demo/mischief", 200, NONE);

        assertThat(run("mischief").lines())
                .containsExactly("no payment is refused on purpose", "shipping takes no more time than it needs");
        assertThat(Json.read(run("mischief", "--json").out()).propertyNames()).containsExactly("payment", "shipping");
    }

    @Test
    void eachWishGoesToItsService() {
        services.answer("PUT /demo/mischief", 200, BOTH);

        Cli cli = run("mischief", "--refuse-every", "3", "--slow-shipping", "2s");

        assertThat(services.received("PUT /demo/mischief"))
                .extracting(FakeServices.Received::body)
                .containsExactly("{\"refuseEvery\":3}", "{\"slowBy\":\"PT2S\"}");
        assertThat(cli.lines()).containsExactly("one payment in 3 is refused", "shipping takes 2,000 ms more");
    }

    @Test
    void whatIsNotWishedStaysAsItIs() {
        services.answer("PUT /demo/mischief", 200, BOTH).answer("GET /demo/mischief", 200, BOTH);

        run("mischief", "--refuse-every", "3");

        assertThat(services.received("PUT /demo/mischief")).hasSize(1);
    }

    @Test
    void offEndsAllOfIt() {
        services.answer("DELETE /demo/mischief", 200, NONE);

        assertThat(run("mischief", "--off").out()).contains("no payment is refused on purpose");
        assertThat(services.received("DELETE /demo/mischief")).hasSize(2);
        assertThat(run("mischief", "--off", "--refuse-every=3").exitCode()).isEqualTo(2);
    }

    @Test
    void withoutTheDemoItSaysSo() {
        Cli cli = run("mischief", "--refuse-every", "3");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("the payment service makes no mischief: it was started without the demo");
    }
}
