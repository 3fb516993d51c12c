package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SagaListenerTest {

    private final Desk desk = new Desk();
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void listen() {
        desk.clear();
        heard.clear();
        desk.listens((saga, transition) -> heard.add(saga + " " + transition.kind() + " " + transition.to()));
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void everyTransitionIsToldOnceInItsOrder() {
        desk.take(desk.ordered("1"), desk.paid("1"));
        var sent = desk.sent("1");
        desk.take(sent);
        desk.take(sent);

        assertThat(heard)
                .containsExactly(
                        "purchase:1 STARTED RUNNING",
                        "purchase:1 STEP_SUCCEEDED RUNNING",
                        "purchase:1 STEP_SUCCEEDED RUNNING");
    }

    @Test
    void whatIsRolledBackIsNotTold() {
        new TransactionTemplate(desk.database.transactions()).execute(status -> {
            desk.take(desk.ordered("1"));
            status.setRollbackOnly();
            return null;
        });

        assertThat(heard).isEmpty();
    }

    @Test
    void whatIsCommittedIsToldThoughItCannotBePublished() {
        desk.brokerIsAway();

        assertThatThrownBy(() -> desk.take(desk.ordered("1"))).hasMessageContaining("broker is away");

        assertThat(heard).containsExactly("purchase:1 STARTED RUNNING");
    }

    @Test
    void oneThatThrowsKeepsNobodyFromHearing() {
        desk.listens((saga, transition) -> {
            throw new IllegalStateException("as planned");
        });
        desk.listens((saga, transition) -> heard.add("the last"));

        desk.take(desk.ordered("1"));

        assertThat(heard).containsExactly("purchase:1 STARTED RUNNING", "the last");
        assertThat(desk.said()).containsExactly("PAY 1");
    }
}
