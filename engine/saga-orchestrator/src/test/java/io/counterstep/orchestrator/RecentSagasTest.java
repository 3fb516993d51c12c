package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Input;
import io.counterstep.core.message.SagaId;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.support.TransactionTemplate;

/** What an instance remembers may be behind what another has written; nothing may follow from that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecentSagasTest {

    private static final SagaId ID = Desk.id("1");

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void whatWasCommittedIsKnownOnceAndForgottenWhenItIsOver() {
        desk.take(desk.ordered("1"));
        assertThat(desk.stores.recent(0).take(Set.of(ID))).containsOnlyKeys(ID);
        assertThat(desk.stores.recent(0).take(Set.of(ID))).isEmpty();

        desk.take(desk.paid("1"));
        desk.take(desk.sent("1"));
        desk.take(desk.closed("1"));

        assertThat(desk.state("1")).isEqualTo("COMPLETED");
        assertThat(desk.stores.recent(0).take(Set.of(ID))).isEmpty();
    }

    @Test
    void aSagaThatIsGoneMeanwhileIsNotBroughtBack() {
        desk.take(desk.ordered("1"));
        desk.jdbc.update("delete from saga where business_key = '1'");

        desk.take(desk.paid("1"));

        assertThat(desk.queries().find(ID)).isEmpty();
        assertThat(desk.deadLetters()).singleElement().asString().contains("there is no saga " + ID);
    }

    @Test
    void whatIsRolledBackIsNotRemembered() {
        new TransactionTemplate(desk.database.transactions()).execute(status -> {
            desk.take(desk.ordered("1"));
            status.setRollbackOnly();
            return null;
        });

        assertThat(desk.stores.recent(0).take(Set.of(ID))).isEmpty();
    }

    @Test
    void aReplyThatAnotherInstanceWaitsForIsNotTakenForStale() {
        desk.take(desk.ordered("1"));
        StoredSaga remembered =
                Objects.requireNonNull(desk.stores.recent(0).take(Set.of(ID)).get(ID));
        otherInstance("1");
        assertThat(desk.state("1")).isEqualTo("COMPENSATING pay/compensate");
        desk.stores.recent(0).committed(remembered);

        desk.take(desk.reply("bank-events", "REFUNDED", "1", "pay/compensate"));

        assertThat(desk.state("1")).isEqualTo("COMPENSATING cancel/invoke");
    }

    @Test
    void aMoveFromAnOldRevisionIsDecidedAgainFromTheNewOne() {
        desk.take(desk.ordered("1"));
        StoredSaga remembered =
                Objects.requireNonNull(desk.stores.recent(0).take(Set.of(ID)).get(ID));
        otherInstance("1");
        desk.stores.recent(0).committed(remembered);

        desk.take(desk.paid("1"));

        assertThat(desk.state("1")).isEqualTo("COMPENSATING pay/compensate");
        assertThat(desk.ignored()).containsExactly("STALE_REPLY");
    }

    /** Turns the saga back, as an operator does at another instance. */
    private void otherInstance(String key) {
        desk.operations().apply(Desk.id(key), new Input.Compensate("kim", "a mistake"));
    }
}
