package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Input;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.migrate.SagaMigration;
import io.counterstep.core.migrate.Verdict;
import io.counterstep.core.migrate.VerdictReport;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A new version finds sagas of the former one on their way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentTest {

    private static final SagaDefinition<?> FIRST = Purchase.first();
    private static final SagaDefinition<?> SECOND = Purchase.renamed();
    private static final SagaMigration RENAMING = SagaMigration.from(Purchase.NAME, 1)
            .to(SECOND)
            .step("pay", "charge")
            .because("dana", "one word for it");

    private final Desk desk = new Desk();

    @BeforeEach
    void empty() {
        desk.clear();
        desk.deploys(List.of(FIRST));
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void sagasAreMovedBeforeTheFirstMessageAndEndByTheNewVersion() {
        desk.take(desk.ordered("paying"), desk.ordered("sending"), desk.ordered("back"));
        desk.take(desk.paid("sending"), desk.paid("back"));
        desk.take(desk.reply("post-events", "SEND_REFUSED", "back", "send/invoke"));

        desk.deploys(List.of(SECOND), RENAMING);

        assertThat(List.of("paying", "sending", "back"))
                .allSatisfy(it -> assertThat(view(it).version()).isEqualTo(2));
        assertThat(view("paying").step()).isEqualTo("charge");
        assertThat(desk.queries().history(Desk.id("paying")).orElseThrow().transitions())
                .last()
                .satisfies(it -> {
                    assertThat(it.kind()).isEqualTo("MIGRATED");
                    assertThat(it.detail()).isEqualTo("dana: one word for it (version 1 to 2)");
                });
        desk.forgetWhatWasSaid();
        desk.take(desk.paid("paying"), desk.sent("sending"));
        desk.take(desk.reply("bank-events", "REFUNDED", "back", "pay/compensate"));
        assertThat(desk.said()).containsExactlyInAnyOrder("SEND paying", "CLOSE sending", "DROP back");
    }

    @Test
    void withoutAMappingTheStartIsRefusedSayingWhyForSome() {
        desk.take(desk.ordered("1"), desk.ordered("2"));

        assertThatThrownBy(() -> desk.deploys(List.of(SECOND)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 of 'purchase' version 1")
                .hasMessageContaining("purchase:1 at pay: needs a mapping")
                .hasMessageContaining(".step(\"pay\", \"charge\")");

        assertThat(view("1").version()).isEqualTo(1);
        desk.deploys(List.of(FIRST, SECOND));
    }

    @Test
    void thatASagaGoesOverIsNeverAssumedEvenIfItWouldFit() {
        desk.take(desk.ordered("1"), desk.paid("1"));
        SagaMigration bare = SagaMigration.from(Purchase.NAME, 1).to(SECOND);

        assertThat(verdicts(List.of(SECOND)).needMapping()).isEqualTo(1);
        assertThatThrownBy(() -> desk.deploys(List.of(SECOND), bare)).hasMessageContaining("1 of 'purchase' version 1");
    }

    @Test
    void whatWouldNotFitStaysWithItsVersionWhereThatIsRegistered() {
        desk.take(desk.ordered("1"));
        SagaMigration bare = SagaMigration.from(Purchase.NAME, 1).to(SECOND);

        desk.deploys(List.of(FIRST, SECOND), bare);

        assertThat(view("1").version()).isEqualTo(1);
    }

    @Test
    void aSagaThatAnOlderInstanceStartsMeanwhileIsMovedWhenItIsMet() {
        desk.deploys(List.of(SECOND), RENAMING);
        SagaDefinitions second = desk.definitions();
        desk.instance(new SagaDefinitions(List.of(FIRST)));
        desk.take(desk.ordered("late"));
        desk.instance(second);
        desk.forgetWhatWasSaid();

        desk.take(desk.paid("late"));

        assertThat(desk.said()).containsExactly("SEND late");
        assertThat(desk.kinds("late")).containsExactly("STARTED", "MIGRATED", "STEP_SUCCEEDED");
    }

    @Test
    void aReplyThatAnOlderInstanceGetsIsAskedForAgainByOneThatKnowsTheVersion() {
        desk.take(desk.ordered("1"));
        desk.deploys(List.of(SECOND), RENAMING);
        SagaDefinitions second = desk.definitions();
        desk.instance(new SagaDefinitions(List.of(FIRST)));

        desk.take(desk.paid("1"), desk.ordered("old"));
        assertThatThrownBy(() -> desk.operations().apply(Desk.id("1"), new Input.Retry("dana", "a test")))
                .isInstanceOf(VersionNotHereException.class);

        assertThat(desk.deadLetters()).singleElement().asString().contains("'purchase' version 2");
        assertThat(view("1").version()).isEqualTo(2);
        assertThat(view("old").step()).as("its own sagas go on").isEqualTo("pay");

        desk.instance(second);
        desk.forgetWhatWasSaid();
        desk.pass(Purchase.DEADLINE.dividedBy(2));
        desk.checks(10).tick();
        assertThat(desk.said()).contains("PAY 1");
        desk.take(desk.paid("1"));
        assertThat(view("1").step()).isEqualTo("send");
    }

    @Test
    void anOlderInstanceLeavesTheChecksOfNewerSagasToOthers() {
        desk.take(desk.ordered("1"));
        desk.deploys(List.of(SECOND), RENAMING);
        SagaDefinitions second = desk.definitions();
        desk.pass(Purchase.DEADLINE);

        desk.instance(new SagaDefinitions(List.of(FIRST)));
        assertThat(desk.checks(10).tick()).isZero();

        desk.instance(second);
        assertThat(desk.checks(10).tick()).isEqualTo(1);
    }

    @Test
    void aLateReplyToASagaOfAVersionThatIsGoneIsOnlyIgnored() {
        desk.take(desk.ordered("1"), desk.paid("1"), desk.sent("1"));
        desk.take(desk.closed("1"));
        desk.deploys(List.of(SECOND));

        desk.take(desk.paid("1"), desk.ordered("1"));

        assertThat(desk.deadLetters()).isEmpty();
        assertThat(desk.ignored()).contains("STALE_REPLY", "DUPLICATE_START");
    }

    @Test
    void aVersionThatWasChangedInPlaceIsRefusedWhereSagasWouldStrand() {
        desk.take(desk.ordered("1"));

        assertThatThrownBy(() -> desk.deploys(List.of(Purchase.changedInPlace())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'purchase' version 1 is not what it was")
                .hasMessageContaining("its compensation was REFUND to bank and is RECALL to post");
    }

    @Test
    void theVerdictCountsEverySagaAndListsSome() {
        desk.take(desk.ordered("over"), desk.paid("over"), desk.sent("over"));
        desk.take(desk.closed("over"));
        for (int i = 0; i < VerdictReport.MAX_SAGAS + 5; i++) {
            desk.take(desk.ordered("s" + i));
        }

        assertThat(verdicts(List.of(FIRST, SECOND)).isSafe()).isTrue();
        assertThat(verdicts(List.of(SECOND), RENAMING).versions())
                .containsExactly(new VerdictReport.Version(
                        Purchase.NAME, 1, VerdictReport.Fate.MIGRATED, VerdictReport.MAX_SAGAS + 5, 0, 0));
        VerdictReport without = verdicts(List.of(SECOND));
        assertThat(without.needMapping()).isEqualTo(VerdictReport.MAX_SAGAS + 5);
        assertThat(without.sagas()).hasSize(VerdictReport.MAX_SAGAS).first().satisfies(it -> {
            assertThat(it.saga()).isEqualTo(Desk.id("s0"));
            assertThat(it.verdict()).isInstanceOf(Verdict.NeedsMapping.class);
        });
        assertThat(verdicts(List.of(Purchase.changedInPlace())).wouldStrand()).isEqualTo(VerdictReport.MAX_SAGAS + 5);
        assertThat(view("s0").version()).isEqualTo(1);
    }

    @Test
    void aMigrationLeadsToAVersionThatIsRegistered() {
        assertThatThrownBy(() -> desk.deploys(List.of(FIRST), RENAMING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leads to a version that is not registered");
        assertThatThrownBy(() -> desk.deploys(List.of(SECOND), RENAMING, RENAMING))
                .hasMessageContaining("two migrations leave 'purchase' version 1");
    }

    private VerdictReport verdicts(List<SagaDefinition<?>> definitions, SagaMigration... migrations) {
        return Verdicts.of(desk.database.dataSource(), definitions, List.of(migrations));
    }

    private SagaView view(String key) {
        return desk.queries().find(Desk.id(key)).orElseThrow();
    }
}
