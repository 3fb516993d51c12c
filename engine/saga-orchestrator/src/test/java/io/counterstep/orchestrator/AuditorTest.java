package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.audit.LedgerAudit;
import io.counterstep.core.audit.LedgerPage;
import io.counterstep.core.audit.LedgerPage.Effect;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.messaging.IncomingMessage;
import io.counterstep.orchestrator.Audit.Kind;
import io.counterstep.orchestrator.Audit.Pass;
import io.counterstep.orchestrator.Audit.Progress;
import io.counterstep.orchestrator.Audit.RunState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Runs of the audit over sagas in two databases, with participants that answer as the test likes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditorTest {

    private static final AuditSettings SETTINGS = new AuditSettings(null, Duration.ofMinutes(5), Duration.ofDays(1));
    private static final int MAX_TICKS = 200;

    /** Small, so that each run has several pages. */
    private static final int PAGE = 2;

    private final Desk desk = new Desk(2);
    private final Map<String, Map<String, Map<String, Effect>>> ledgers = new TreeMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> silent = new HashSet<>();
    private final Map<String, Instant> changed = new HashMap<>();
    private Auditor auditor = desk.auditor(SETTINGS);

    @BeforeEach
    void empty() {
        desk.clear();
        ledgers.clear();
        answered.clear();
        silent.clear();
        changed.clear();
        auditor = desk.auditor(SETTINGS);
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    @Test
    void aSystemThatWorksHasNoFindings() {
        for (int i = 0; i < 9; i++) {
            completes("k" + i);
        }
        audit();
        assertThat(open()).isEmpty();
        assertThat(last().state()).isEqualTo(RunState.DONE);
        assertThat(last().participants())
                .hasSize(3)
                .allSatisfy(it -> assertThat(it.pass()).isEqualTo(Pass.DONE));
        assertThat(last().participants().getFirst().lookedAt())
                .as("nine in the ledger, nine sagas, over several pages and both databases")
                .isEqualTo(18);
    }

    @Test
    void whatIsFoundStaysOpenUntilARunFindsItNoLongerSo() {
        completes("1");
        completes("2");
        ledger("post").remove("purchase:1");
        audit();
        assertThat(open()).containsExactly("EFFECT_MISSING post purchase:1 send INVOKE");
        audit();
        assertThat(open()).hasSize(1);
        assertThat(last().opened()).isZero();

        put("post", "1", "send", Effect.IN_FORCE);
        audit();
        assertThat(open()).isEmpty();
        assertThat(last().closed()).isEqualTo(1);
        assertThat(findings(Audit.State.CLOSED)).hasSize(1);
    }

    @Test
    void aFindingOfASagaThatARunDoesNotLookAtYetStaysOpen() {
        completes("1");
        ledger("post").remove("purchase:1");
        audit();
        assertThat(auditor.start("dana", "a patient look", Duration.ofDays(1))).isTrue();
        work();
        assertThat(last().unjudged()).isEqualTo(1);
        assertThat(open()).hasSize(1);
    }

    @Test
    void anOrphanThatARunDoesNotLookAtYetStaysOpen() {
        put("bank", "2", "pay", Effect.IN_FORCE);
        audit();
        assertThat(open()).hasSize(1);
        assertThat(auditor.start("dana", "a patient look", Duration.ofDays(1))).isTrue();
        work();
        assertThat(open()).hasSize(1);
    }

    @Test
    void ofAParticipantThatDoesNotAnswerNothingIsSaidAndNothingClosed() {
        completes("1");
        ledger("post").remove("purchase:1");
        audit();
        put("post", "1", "send", Effect.IN_FORCE);
        silent.add("post");
        audit();
        assertThat(last().participants())
                .filteredOn(it -> it.pass() == Pass.SILENT)
                .extracting(Audit.Progress::participant)
                .containsExactly("post");
        assertThat(open()).as("nobody knows better").hasSize(1);
        assertThat(desk.published(LedgerAudit.TYPE.name()).stream()
                        .filter(it -> it.record().topic().equals("post-commands"))
                        .filter(it -> it.key().contains(lastToken())))
                .as("a bounded number of times")
                .hasSize(LedgerWalk.MAX_ATTEMPTS);
    }

    @Test
    void aFindingOfAVersionThatIsNotRegisteredStaysOpenUntilARunThatCanJudgeIt() {
        completes("1");
        ledger("post").remove("purchase:1");
        audit();
        put("post", "1", "send", Effect.IN_FORCE);

        runs(Purchase.second());
        audit();
        assertThat(open()).as("nobody here knows what version 1 says").hasSize(1);
        assertThat(last().closed()).isZero();
        assertThat(last().unjudged()).isEqualTo(1);

        runs(Purchase.first(), Purchase.second());
        audit();
        assertThat(open()).isEmpty();
        assertThat(last().closed()).isEqualTo(1);
        assertThat(last().unjudged()).isZero();
    }

    @Test
    void aFindingWithAParticipantThatIsGoneStaysOpen() {
        put("post", "1", "send", Effect.IN_FORCE);
        audit();
        ledger("post").remove("purchase:1");

        runs(Purchase.unsent());
        audit();
        assertThat(last().participants()).extracting(Progress::participant).containsExactly("bank", "shop");
        assertThat(open()).containsExactly("EFFECT_WITHOUT_SAGA post purchase:1 send COMPENSATE");

        runs(Purchase.first());
        audit();
        assertThat(open()).isEmpty();
    }

    @Test
    void aFindingOfADefinitionThatIsGoneStaysOpen() {
        completes("1");
        ledger("bank").remove("purchase:1");
        ledger("post").remove("purchase:1");
        audit();
        put("bank", "1", "pay", Effect.IN_FORCE);
        put("post", "1", "send", Effect.IN_FORCE);

        runs(Purchase.alsoPaying());
        audit();
        assertThat(last().participants()).extracting(Progress::participant).containsExactly("bank", "shop");
        assertThat(open())
                .containsExactly(
                        "EFFECT_MISSING bank purchase:1 pay INVOKE", "EFFECT_MISSING post purchase:1 send INVOKE");
        assertThat(last().unjudged()).isEqualTo(2);
    }

    @Test
    void whatIsFoundOfAVersionThatIsGoneIsClosedWhereTheNewestCanJudgeIt() {
        completes("1");
        store("1").update("update saga set progress = replace(progress, 'COMPLETED', 'CANCELED'), state = 'CANCELED'");
        ledger("shop").put("purchase:1", new TreeMap<>(Map.of("cancel", Effect.IN_FORCE)));
        audit();
        assertThat(open()).hasSize(2).allMatch(it -> it.startsWith("EFFECT_OF_CANCELED_SAGA"));
        put("bank", "1", "pay", Effect.UNDONE);
        put("post", "1", "send", Effect.UNDONE);

        runs(Purchase.second());
        audit();
        assertThat(open()).isEmpty();
    }

    @Test
    void anEffectWhoseSagaMayBeForgottenIsNoOrphanHoweverLongIdsAreKeptByNow() {
        completes("1");
        desk.pass(Duration.ofDays(2));
        desk.retention(Duration.ofDays(1), Duration.ofDays(1)).tick();
        desk.pass(Duration.ofDays(2));
        desk.retention(Duration.ofDays(1), Duration.ofDays(1)).tick();
        desk.retention(Duration.ofDays(30), Duration.ofDays(90)).tick();
        audit();
        assertThat(open()).isEmpty();
        assertThat(last().unjudged()).as("paid and sent").isEqualTo(2);

        put("bank", "2", "pay", Effect.IN_FORCE);
        changed.put("purchase:2", desk.now());
        audit();
        assertThat(open()).as("too young").containsExactly("EFFECT_WITHOUT_SAGA bank purchase:2 pay COMPENSATE");
    }

    @Test
    void anOrphanStaysOpenWhenOthersOfItsTimeAreForgotten() {
        put("bank", "2", "pay", Effect.IN_FORCE);
        audit();
        assertThat(open()).hasSize(1);
        for (int i = 0; i < 9; i++) {
            completes("k" + i);
        }
        desk.pass(Duration.ofDays(2));
        desk.retention(Duration.ofDays(1), Duration.ofDays(1)).tick();
        desk.pass(Duration.ofDays(2));
        desk.retention(Duration.ofDays(1), Duration.ofDays(1)).tick();
        audit();
        assertThat(open()).as("still in force").hasSize(1);
        put("bank", "2", "pay", Effect.UNDONE);
        audit();
        assertThat(open()).isEmpty();
    }

    @Test
    void aPageThatCannotBeComparedIsLeftOutWithTheReasonAndTheRunGoesOn() {
        completes("1");
        ledger("post").remove("purchase:1");
        put("bank", "2", "pay\0", Effect.IN_FORCE);
        auditThroughFailures();
        assertThat(last().state()).isEqualTo(RunState.DONE);
        assertThat(last().participants())
                .extracting(Progress::participant, Progress::pass)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("bank", Pass.FAILED),
                        org.assertj.core.groups.Tuple.tuple("post", Pass.DONE),
                        org.assertj.core.groups.Tuple.tuple("shop", Pass.DONE));
        assertThat(last().participants().getFirst().problem()).contains("0x00");
        assertThat(open()).containsExactly("EFFECT_MISSING post purchase:1 send INVOKE");

        ledger("bank").remove("purchase:2");
        audit();
        assertThat(last().participants()).allSatisfy(it -> {
            assertThat(it.pass()).isEqualTo(Pass.DONE);
            assertThat(it.problem()).isNull();
        });
    }

    @Test
    void whatFailsOnceIsTriedAgain() {
        completes("1");
        put("bank", "2", "pay\0", Effect.IN_FORCE);
        desk.pass(Duration.ofHours(1));
        auditor.start("dana", "a test", null);
        auditor.tick();
        answer();
        auditor.tick();
        assertThat(last().participants().getFirst().problem()).contains("0x00");
        desk.jdbc.update("update saga_audit_part set page = replace(page, '\\u0000', '')");
        desk.pass(Auditor.TRY_AGAIN);
        work();
        assertThat(last().participants()).allSatisfy(it -> assertThat(it.pass()).isEqualTo(Pass.DONE));
        assertThat(open()).containsExactly("EFFECT_WITHOUT_SAGA bank purchase:2 pay COMPENSATE");
    }

    @Test
    void aRunThatCannotBeEndedIsFailedWithTheReasonAndTheNextCanStart() {
        desk.jdbc.update("""
                insert into saga_audit_finding
                    (kind, participant, saga_id, step, detail, repair, state, found_at, found_run, seen_run)
                values ('EFFECT_MISSING', 'bank', 'no id', 'pay', '', 'INVOKE', 'OPEN', now(), 0, 0)""");
        auditThroughFailures();
        assertThat(last().state()).isEqualTo(RunState.FAILED);
        assertThat(last().problem()).contains("no id");
        assertThat(last().endedAt()).isNotNull();

        desk.jdbc.update("delete from saga_audit_finding");
        audit();
        assertThat(last().state()).isEqualTo(RunState.DONE);
    }

    @Test
    void aRunThatFailsNowAndThenAndGoesOnIsNotGivenUp() {
        for (int i = 0; i < 9; i++) {
            completes("k" + i);
        }
        desk.pass(Duration.ofHours(1));
        auditor.start("dana", "a test", null);
        auditor.tick();
        for (int i = 0; i < AuditStore.MAX_FAILURES; i++) {
            desk.jdbc.update("update saga_audit_part set pass = 'not ' || pass");
            assertThat(auditor.tick()).isEqualTo(Auditor.TRY_AGAIN);
            desk.jdbc.update("update saga_audit_part set pass = substr(pass, 5)");
            assertThat(last().problem()).contains("Pass.not ");
            answer();
            auditor.tick();
            assertThat(last().problem()).as("it has gone on since").isNull();
        }
        work();
        assertThat(last().state()).isEqualTo(RunState.DONE);
    }

    @Test
    void onlyOneRunsAtATimeAndAnotherInstanceGoesOnWithIt() {
        completes("1");
        assertThat(auditor.start("dana", "a test", null)).isTrue();
        assertThat(auditor.start("kim", "a test", null)).isFalse();
        auditor.tick();
        answer();
        auditor = desk.auditor(SETTINGS);
        assertThat(auditor.start("kim", "a test", null)).isFalse();
        work();
        assertThat(last().state()).isEqualTo(RunState.DONE);
        assertThat(last().by()).isEqualTo("dana");
        assertThat(auditor.start("kim", "a test", null)).isTrue();
    }

    @Test
    void aPageThatComesTwiceOrTooLateOrFromNobodyChangesNothing() {
        completes("1");
        auditor.start("dana", "a test", null);
        auditor.tick();
        List<ConsumerRecord<byte[], byte[]>> pages = pages();
        pages.forEach(desk::take);
        pages.forEach(desk::take);
        work();
        pages.forEach(desk::take);
        desk.take(page(new LedgerPage("another run", "bank", 1, List.of(), false, null), "bank-events"));
        desk.take(desk.record("bank-events", "LEDGER_PAGE", "audit-x", null, ",\"question\":1,\"more\":false"));
        assertThat(desk.ignored()).contains("STALE_PAGE");
        assertThat(desk.deadLetters()).containsExactly("bank-events-dlt: LEDGER_PAGE names no run or no participant");
        assertThat(last().state()).isEqualTo(RunState.DONE);
        assertThat(open()).isEmpty();
    }

    @Test
    void withStrictTopicsAPageCountsOnItsParticipantsTopicOnly() {
        auditor.start("dana", "a test", null);
        auditor.tick();
        LedgerAudit asked =
                desk.published(LedgerAudit.TYPE.name()).getFirst().body().as(LedgerAudit.TYPE);
        var forged = page(new LedgerPage(asked.run(), "bank", asked.question(), List.of(), false, null), "post-events");
        desk.loop(true).onMessage(List.of(forged));
        assertThat(desk.deadLetters())
                .singleElement()
                .asString()
                .contains("LEDGER_PAGE is answered on bank-events, not on post-events");
        desk.loop(true).onMessage(pages());
        work();
        assertThat(last().state()).isEqualTo(RunState.DONE);
    }

    @Test
    void whatAnOperatorSaidInTheParticipantsPlaceIsNoContradiction() {
        completes("1");
        ledger("post").remove("purchase:1");
        store("1").update("""
                insert into saga_history (saga_id, revision, at, kind, step, from_state, to_state, message, commands, detail)
                values ('purchase:1', 99, now(), 'RESOLVED', 'send', 'RUNNING', 'RUNNING', 'SENT', '', 'dana: by hand')""");
        audit();
        assertThat(open()).isEmpty();
    }

    @Test
    void ofAPurgedSagaItIsStillKnownHowItEnded() {
        completes("1");
        desk.pass(Duration.ofDays(2));
        desk.retention(Duration.ofDays(1), null).tick();
        audit();
        assertThat(open()).isEmpty();
        store("1").update("update saga_purged set state = 'CANCELED'");
        audit();
        assertThat(open())
                .containsExactly(
                        "EFFECT_OF_CANCELED_SAGA bank purchase:1 pay COMPENSATE",
                        "EFFECT_OF_CANCELED_SAGA post purchase:1 send COMPENSATE");
    }

    @Test
    void aRepairIsSentWithTheSagasOwnCommandIdAndWrittenDown() {
        completes("1");
        ledger("post").remove("purchase:1");
        audit();
        desk.forgetWhatWasSaid();
        Audit.Finding finding = findings(Audit.State.OPEN).getFirst();

        AuditRepairs.Proposal preview = desk.repairs().preview(finding);
        assertThat(preview.command()).isEqualTo("purchase:1/send/invoke");
        assertThat(desk.said()).isEmpty();

        desk.repairs().repair(finding, "dana", "the parcel was lost");
        assertThat(desk.said()).containsExactly("SEND 1");
        IncomingMessage sent = desk.published("SEND").getFirst();
        assertThat(sent.id()).isEqualTo("purchase:1/send/invoke");
        assertThat(sent.body().toString()).contains("\"item\":\"book\"");
        assertThat(repairsOf(finding))
                .extracting(Audit.Sent::by, Audit.Sent::why, Audit.Sent::command)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("dana", "the parcel was lost", "purchase:1/send/invoke"));
    }

    @Test
    void whatCannotBeBuiltFromWhatIsLeftSaysSo() {
        completes("1");
        store("1").update("delete from saga where id = 'purchase:1'");
        audit();
        assertThat(open())
                .containsExactly(
                        "EFFECT_WITHOUT_SAGA bank purchase:1 pay COMPENSATE",
                        "EFFECT_WITHOUT_SAGA post purchase:1 send COMPENSATE");
        List<Audit.Finding> findings = findings(Audit.State.OPEN);
        assertThat(desk.repairs().preview(findings.getFirst()).problem())
                .as("the refund needs the order, which is gone")
                .contains("cannot be built from what is left of the saga", "by hand");
        assertThat(desk.repairs().preview(findings.getLast()).type()).isEqualTo("RECALL");
    }

    @Test
    void aSagaThatHasMovedOnIsNotRepaired() {
        completes("1");
        ledger("post").remove("purchase:1");
        audit();
        store("1")
                .update(
                        "update saga set progress = replace(progress, 'COMPLETED', 'CANCELED') where id = 'purchase:1'");
        desk.forgetWhatWasSaid();
        AuditRepairs.Proposal refused =
                desk.repairs().repair(findings(Audit.State.OPEN).getFirst(), "dana", "a test");
        assertThat(refused.problem()).contains("audit again");
        assertThat(desk.said()).isEmpty();
        assertThat(repairsOf(findings(Audit.State.OPEN).getFirst())).isEmpty();
    }

    @Test
    void itBeginsByItselfAsOftenAsItIsSet() {
        auditor = desk.auditor(new AuditSettings(Duration.ofHours(24), Duration.ofMinutes(5), Duration.ofDays(1)));
        auditor.tick();
        assertThat(auditor.overview().runs())
                .as("a new system is left alone at first")
                .isEmpty();
        desk.pass(Auditor.FIRST_AFTER);
        work();
        assertThat(auditor.overview().runs()).hasSize(1);
        desk.pass(Duration.ofHours(23));
        work();
        assertThat(auditor.overview().runs()).hasSize(1);
        desk.pass(Duration.ofHours(1));
        work();
        assertThat(auditor.overview().runs()).hasSize(2);
    }

    @Test
    void findingsAreCountedByKind() {
        completes("1");
        ledger("bank").remove("purchase:1");
        ledger("shop").remove("purchase:1");
        audit();
        assertThat(auditor.overview().open()).isEqualTo(Map.of(Kind.EFFECT_MISSING, 2));
        auditor.tick();
        assertThat(auditor.openFindings()).isEqualTo(2);
    }

    private void completes(String key) {
        desk.take(desk.ordered(key));
        desk.take(desk.paid(key));
        desk.take(desk.sent(key));
        desk.take(desk.closed(key));
        assertThat(desk.state(key)).isEqualTo("COMPLETED");
        put("bank", key, "pay", Effect.IN_FORCE);
        put("post", key, "send", Effect.IN_FORCE);
        put("shop", key, "complete", Effect.IN_FORCE);
    }

    private Map<String, Map<String, Effect>> ledger(String participant) {
        return ledgers.computeIfAbsent(participant, it -> new TreeMap<>());
    }

    private void put(String participant, String key, String step, Effect effect) {
        ledger(participant)
                .computeIfAbsent(Desk.id(key).toString(), it -> new TreeMap<>())
                .put(step, effect);
    }

    private org.springframework.jdbc.core.JdbcTemplate store(String key) {
        return desk.stores.get(desk.stores.of(Desk.id(key))).jdbc();
    }

    /** A whole run, an hour later. */
    private void audit() {
        desk.pass(Duration.ofHours(1));
        assertThat(auditor.start("dana", "a test", null)).isTrue();
        work();
    }

    private void auditThroughFailures() {
        desk.pass(Duration.ofHours(1));
        assertThat(auditor.start("dana", "a test", null)).isTrue();
        for (int i = 0; i < MAX_TICKS && !auditor.tick().equals(Auditor.IDLE); i++) {
            answer();
            desk.pass(Auditor.TRY_AGAIN.dividedBy(2));
        }
        assertThat(last().state()).as("however often it fails").isNotEqualTo(RunState.RUNNING);
    }

    /** An instance with these versions and no others. */
    private void runs(SagaDefinition<?>... versions) {
        desk.instance(new SagaDefinitions(List.of(versions)));
        auditor = desk.auditor(SETTINGS);
    }

    private void work() {
        for (int i = 0; i < MAX_TICKS && !auditor.tick().equals(Auditor.IDLE); i++) {
            answer();
            if (!silent.isEmpty()) {
                desk.pass(LedgerWalk.ASK_AGAIN);
            }
        }
        auditor.tick();
        for (int i = 0; i < MAX_TICKS && !auditor.tick().equals(Auditor.IDLE); i++) {
            answer();
        }
    }

    private void answer() {
        pages().forEach(desk::take);
    }

    /** The answers to all questions that were not answered yet. */
    private List<ConsumerRecord<byte[], byte[]>> pages() {
        List<ConsumerRecord<byte[], byte[]>> pages = new ArrayList<>();
        for (IncomingMessage question : desk.published(LedgerAudit.TYPE.name())) {
            LedgerAudit asked = question.body().as(LedgerAudit.TYPE);
            String participant = String.valueOf(asked.participant());
            if (!silent.contains(participant) && answered.add(question.id())) {
                pages.add(page(page(asked, participant), participant + "-events"));
            }
        }
        return pages;
    }

    private LedgerPage page(LedgerAudit asked, String participant) {
        @Nullable List<String> named = asked.sagas();
        String after = asked.after() == null ? "" : asked.after();
        List<LedgerPage.Steps> sagas = ledger(participant).entrySet().stream()
                .filter(it -> named == null ? it.getKey().compareTo(after) > 0 : named.contains(it.getKey()))
                .limit(named == null ? PAGE : Integer.MAX_VALUE)
                .map(it -> new LedgerPage.Steps(
                        it.getKey(),
                        it.getValue().entrySet().stream()
                                .map(step -> new LedgerPage.Entry(
                                        step.getKey(), step.getValue(), changedAt(it.getKey()), null))
                                .toList()))
                .toList();
        boolean more = named == null && sagas.size() == PAGE;
        return new LedgerPage(asked.run(), participant, asked.question(), sagas, more, null);
    }

    private Instant changedAt(String saga) {
        return changed.getOrDefault(saga, Desk.NOON);
    }

    private ConsumerRecord<byte[], byte[]> page(LedgerPage page, String topic) {
        String key = "audit-" + page.run();
        String body = Desk.FORMAT.encode(key, LedgerPage.TYPE.name(), page).toString();
        ConsumerRecord<byte[], byte[]> at = desk.record(topic, "X", key, null, "");
        return new ConsumerRecord<>(topic, 0, at.offset(), at.key(), body.getBytes(StandardCharsets.UTF_8));
    }

    private Audit.Run last() {
        return auditor.overview().runs().getFirst();
    }

    private String lastToken() {
        return String.valueOf(
                desk.jdbc.queryForObject("select token from saga_audit order by id desc limit 1", String.class));
    }

    private List<String> open() {
        return findings(Audit.State.OPEN).stream()
                .map(it -> it.kind() + " " + it.participant() + " " + it.saga() + " " + it.step() + " " + it.repair())
                .sorted()
                .toList();
    }

    private List<Audit.Finding> findings(Audit.State state) {
        return auditor.findings(new Audit.Filter(state, null, null, null, 0, 100))
                .findings();
    }

    private List<Audit.Sent> repairsOf(Audit.Finding finding) {
        Audit.Finding found = auditor.finding(finding.id());
        return found == null ? List.of() : found.repairs();
    }
}
