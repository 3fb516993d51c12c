package io.counterstep.systemtests;

import static io.counterstep.systemtests.support.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.fulfilment.local.Service;
import io.counterstep.systemtests.support.OnSharedSystem;
import io.counterstep.systemtests.support.Shop;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The console on the system that it is part of; its pages themselves are tested where they are made. */
@OnSharedSystem
class ConsoleTest {

    private static final String RESOURCES = "META-INF/resources";

    private final Shop shop;

    ConsoleTest(Shop shop) {
        this.shop = shop;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/sagas",
                "/console/definitions",
                "/console/definitions/fulfil-order",
                "/console/dead-letters",
                "/console/audit",
                "/console/bulk",
                "/console/assets/console.css",
                "/console/assets/htmx.min.js"
            })
    void theOrchestratorServesEveryPage(String path) {
        assertThat(shop.get(Service.ORCHESTRATOR, path).status()).isEqualTo(200);
    }

    @Test
    void aSagaHasItsPage() {
        String order = shop.order("alice", "KR", line("MOUSE", 1));
        shop.awaitFinal(order);
        Shop.Answer page = shop.get(Service.ORCHESTRATOR, "/console/sagas/fulfil-order:" + order);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(shop.get(Service.ORCHESTRATOR, "/console/sagas/fulfil-order:none")
                        .status())
                .isEqualTo(404);
    }

    /** In one JVM all five share a class path, where the console's files and htmx lie for everybody. */
    @ParameterizedTest
    @EnumSource(value = Service.class, mode = EnumSource.Mode.EXCLUDE, names = "ORCHESTRATOR")
    void noOtherServiceServesItOrItsFiles(Service service) throws IOException {
        Resource[] htmx = new PathMatchingResourcePatternResolver()
                .getResources("classpath*:" + RESOURCES + "/webjars/htmx.org/*/dist/htmx.min.js");
        assertThat(htmx).as("on the class path of all").hasSize(1);
        String webJar = htmx[0].getURL().toString();
        for (String path : List.of(
                "/console",
                "/console/sagas",
                "/console/assets/console.css",
                "/console/layout.html",
                webJar.substring(webJar.indexOf(RESOURCES) + RESOURCES.length()))) {
            assertThat(shop.get(service, path).status()).as(path).isEqualTo(404);
        }
    }
}
