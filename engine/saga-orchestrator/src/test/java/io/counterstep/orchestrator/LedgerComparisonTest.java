package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.audit.LedgerPage;
import io.counterstep.core.audit.LedgerPage.Effect;
import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.Phase;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.Status;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.Audit.Found;
import io.counterstep.orchestrator.Audit.Kind;
import io.counterstep.orchestrator.Audit.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ledger's page and the sagas that it is about say of each other; pure, so without a database. */
class LedgerComparisonTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(3));
    private static final Instant JUST_NOW = NOW.minusSeconds(10);
    private static final LedgerComparison.Times TIMES = new LedgerComparison.Times(
            NOW.minus(Duration.ofMinutes(5)), NOW.minus(Duration.ofDays(1)), NOW.minus(Duration.ofDays(120)));
    private static final SagaDefinitions DEFINITIONS = new SagaDefinitions(List.of(Purchase.first()));
    private static final SagaId ID = new SagaId(Purchase.NAME, "1");

    private static final Map<String, Outcome> DONE = Map.of("pay", Outcome.SUCCEEDED, "send", Outcome.SUCCEEDED);
    private static final Map<String, Outcome> UNDONE = Map.of("pay", Outcome.COMPENSATED, "send", Outcome.REFUSED);

    @Test
    void chargedYetCanceledIsFoundWithTheCompensationToSend() {
        assertThat(atTheBank(entry("pay", Effect.IN_FORCE), canceled(LONG_AGO)))
                .containsExactly(found(
                        Kind.EFFECT_OF_CANCELED_SAGA,
                        "pay",
                        "saga CANCELED, step COMPENSATED; ledger IN_FORCE",
                        Repair.COMPENSATE));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNDONE", "REFUSED", "TOMBSTONE"})
    void aCanceledSagaWhoseEffectIsNotInForceIsRight(Effect effect) {
        assertThat(atTheBank(entry("pay", effect), canceled(LONG_AGO))).isEmpty();
    }

    @Test
    void aSagaThatHasJustEndedAndARowThatHasJustChangedAreLeftAlone() {
        assertThat(atTheBank(entry("pay", Effect.IN_FORCE), canceled(JUST_NOW))).isEmpty();
        var fresh = new LedgerPage.Entry("pay", Effect.IN_FORCE, JUST_NOW, null);
        assertThat(atTheBank(fresh, canceled(LONG_AGO))).isEmpty();
        assertThat(compare("bank", List.of(steps(fresh)), Map.of(), Map.of())).isEmpty();
    }

    @Test
    void stockHeldByADeadSagaIsFoundOnceItHasBeenDeadForLong() {
        assertThat(atTheBank(entry("pay", Effect.IN_FORCE), stuckSince(LONG_AGO)))
                .containsExactly(found(
                        Kind.EFFECT_OF_DEAD_SAGA,
                        "pay",
                        "saga needs attention since " + LONG_AGO + "; ledger IN_FORCE",
                        Repair.SAGA));
        assertThat(atTheBank(entry("pay", Effect.IN_FORCE), stuckSince(JUST_NOW)))
                .isEmpty();
        assertThat(atTheBank(entry("pay", Effect.UNDONE), stuckSince(LONG_AGO))).isEmpty();
    }

    @Test
    void completedYetNotShippedIsFoundWithTheRequestToSend() {
        assertThat(compare("post", List.of(), Map.of(ID, completed(LONG_AGO)), Map.of()))
                .containsExactly(new Found(
                        Kind.EFFECT_MISSING,
                        "post",
                        ID.toString(),
                        "send",
                        "saga COMPLETED; the ledger knows nothing of it",
                        Repair.INVOKE));
        assertThat(compare("post", List.of(), Map.of(ID, completed(JUST_NOW)), Map.of()))
                .isEmpty();
    }

    @Test
    void aSagaThatBeganBeforeTheRowsThatAreKeptIsNotReportedAsNotDone() {
        var known = new LedgerComparison.Known(Map.of(ID, completed(LONG_AGO)), Map.of(), null);

        assertThat(compare("post", page(List.of(), LONG_AGO.plusMillis(1)), known))
                .isEmpty();
        assertThat(compare("post", page(List.of(), LONG_AGO), known))
                .extracting(Found::kind)
                .containsExactly(Kind.EFFECT_MISSING);
    }

    @Test
    void whatTheLedgerWouldAnswerWithoutDoingItIsPutRightByHand() {
        assertThat(atTheBank(entry("pay", Effect.UNDONE), completed(LONG_AGO)))
                .extracting(Found::kind, Found::repair)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.EFFECT_MISSING, Repair.BY_HAND));
    }

    @Test
    void anEndingThatNobodyWasToldIsMissingToo() {
        assertThat(compare("shop", List.of(), Map.of(ID, completed(LONG_AGO)), Map.of()))
                .extracting(Found::step)
                .containsExactly("complete");
        assertThat(compare("shop", List.of(), Map.of(ID, canceled(LONG_AGO)), Map.of()))
                .extracting(Found::step)
                .containsExactly("cancel");
        assertThat(compare(
                        "shop",
                        List.of(steps(entry("cancel", Effect.IN_FORCE))),
                        Map.of(ID, canceled(LONG_AGO)),
                        Map.of()))
                .isEmpty();
    }

    @Test
    void anEffectWithoutASagaIsFoundUnlessTheSagaMayHaveBeenForgotten() {
        var page = List.of(steps(entry("pay", Effect.IN_FORCE)));
        assertThat(compare("bank", page, Map.of(), Map.of()))
                .containsExactly(found(
                        Kind.EFFECT_WITHOUT_SAGA,
                        "pay",
                        "there is and was no such saga; ledger IN_FORCE",
                        Repair.COMPENSATE));
        var old = new LedgerPage.Entry("pay", Effect.IN_FORCE, NOW.minus(Duration.ofDays(121)), null);
        assertThat(compare("bank", List.of(steps(old)), Map.of(), Map.of())).isEmpty();
        assertThat(compare("bank", List.of(steps(entry("pay", Effect.TOMBSTONE))), Map.of(), Map.of()))
                .isEmpty();
    }

    @Test
    void ofAPurgedSagaItCountsHowItEnded() {
        var page = List.of(steps(entry("pay", Effect.IN_FORCE)));
        assertThat(compare("bank", page, Map.of(), Map.of(ID, Optional.of(Status.CANCELED))))
                .extracting(Found::kind)
                .containsExactly(Kind.EFFECT_OF_CANCELED_SAGA);
        assertThat(compare("bank", page, Map.of(), Map.of(ID, Optional.of(Status.COMPLETED))))
                .isEmpty();
        assertThat(compare("bank", page, Map.of(), Map.of(ID, Optional.empty())))
                .as("purged before its end was kept")
                .isEmpty();
    }

    @Test
    void theBusinessTablesHaveTheLastWord() {
        var gone = new LedgerPage.Entry("pay", Effect.IN_FORCE, LONG_AGO, false);
        assertThat(atTheBank(gone, completed(LONG_AGO)))
                .extracting(Found::kind, Found::repair)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.EFFECT_MISSING, Repair.BY_HAND));
        var there = new LedgerPage.Entry("pay", Effect.UNDONE, LONG_AGO, true);
        assertThat(atTheBank(there, canceled(LONG_AGO)))
                .extracting(Found::kind, Found::repair)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.EFFECT_OF_CANCELED_SAGA, Repair.BY_HAND));
        assertThat(atTheBank(gone, canceled(LONG_AGO)))
                .as("the saga is right, the ledger is not")
                .extracting(Found::kind)
                .containsExactly(Kind.LEDGER_DISPUTED);
    }

    @Test
    void anotherOrchestratorsSagasAndWhatIsNoSagaAreNoneOfOurs() {
        var page = List.of(
                new LedgerPage.Steps("journey:1", List.of(entry("pay", Effect.IN_FORCE))),
                new LedgerPage.Steps("no id", List.of(entry("pay", Effect.IN_FORCE))));
        assertThat(compare("bank", page, Map.of(), Map.of())).isEmpty();
    }

    @Test
    void aRenamedStepIsKnownByItsFormerName() {
        SagaDefinitions second = new SagaDefinitions(List.of(Purchase.renamed()));
        SagaInstance saga = new SagaInstance(
                ID,
                2,
                Phase.COMPLETED.state(List.of(), null, false),
                Map.of("charge", Outcome.SUCCEEDED, "send", Outcome.SUCCEEDED),
                Map.of(),
                Map.of("charge", "pay"),
                null,
                LONG_AGO,
                null,
                9);
        var known = new LedgerComparison.Known(Map.of(ID, new AuditedSaga(saga, LONG_AGO, null)), Map.of(), null);
        LedgerPage told = page(List.of(steps(entry("pay", Effect.IN_FORCE))), null);
        assertThat(LedgerComparison.of(second, "bank", TIMES, told, List.of(ID), known)
                        .found())
                .isEmpty();
        assertThat(LedgerComparison.of(second, "bank", TIMES, page(List.of(), null), List.of(ID), known)
                        .found())
                .extracting(Found::step)
                .containsExactly("pay");
    }

    private static List<Found> atTheBank(LedgerPage.Entry entry, AuditedSaga saga) {
        return compare("bank", List.of(steps(entry)), Map.of(ID, saga), Map.of());
    }

    private static List<Found> compare(
            String participant,
            List<LedgerPage.Steps> page,
            Map<SagaId, AuditedSaga> sagas,
            Map<SagaId, Optional<Status>> purged) {
        return compare(participant, page(page, null), new LedgerComparison.Known(sagas, purged, null));
    }

    private static List<Found> compare(String participant, LedgerPage page, LedgerComparison.Known known) {
        return LedgerComparison.of(
                        DEFINITIONS, participant, TIMES, page, known.sagas().keySet(), known)
                .found();
    }

    private static LedgerPage page(List<LedgerPage.Steps> sagas, @Nullable Instant since) {
        return new LedgerPage("r", null, 1, sagas, false, since);
    }

    @Test
    void aSagaIsOldEnoughOnceItEndedBeforeTheGraceAndAStuckOneOnceItIsDeadToo() {
        Instant until = LONG_AGO.plusSeconds(60);
        Instant dead = LONG_AGO.plusSeconds(10);
        assertThat(completed(LONG_AGO).isOldEnough(until, dead)).isTrue();
        assertThat(completed(until).isOldEnough(until, dead)).isFalse();
        assertThat(stuckSince(LONG_AGO).isOldEnough(until, dead)).isTrue();
        assertThat(stuckSince(LONG_AGO.plusSeconds(20)).isOldEnough(until, dead))
                .isFalse();
        assertThat(stuckSince(LONG_AGO.plusSeconds(5)).isOldEnough(LONG_AGO, dead))
                .isFalse();
    }

    private static Found found(Kind kind, String step, String detail, Repair repair) {
        return new Found(kind, "bank", ID.toString(), step, detail, repair);
    }

    private static LedgerPage.Steps steps(LedgerPage.Entry entry) {
        return new LedgerPage.Steps(ID.toString(), List.of(entry));
    }

    private static LedgerPage.Entry entry(String step, Effect effect) {
        return new LedgerPage.Entry(step, effect, LONG_AGO, null);
    }

    private static AuditedSaga completed(Instant at) {
        return new AuditedSaga(saga(Phase.COMPLETED, List.of(), null, DONE), at, null);
    }

    private static AuditedSaga canceled(Instant at) {
        return new AuditedSaga(saga(Phase.CANCELED, List.of(), "no", UNDONE), at, null);
    }

    private static AuditedSaga stuckSince(Instant since) {
        var wait = new Outstanding(
                "pay",
                new CommandId(ID, "pay", Action.COMPENSATE),
                30,
                0,
                null,
                null,
                null,
                "x/0/0",
                null,
                "no answer");
        return new AuditedSaga(saga(Phase.COMPENSATING, List.of(wait), "no", Map.of()), null, since);
    }

    private static SagaInstance saga(
            Phase phase, List<Outstanding> waits, @Nullable String reason, Map<String, Outcome> outcomes) {
        return new SagaInstance(
                ID, 1, phase.state(waits, reason, false), outcomes, Map.of(), Map.of(), null, LONG_AGO, null, 5);
    }
}
