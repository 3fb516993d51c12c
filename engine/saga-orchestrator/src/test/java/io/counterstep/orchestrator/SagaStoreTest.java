package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterstep.core.decide.Outcome;
import io.counterstep.core.decide.Outstanding;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.decide.SagaState;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Action;
import io.counterstep.core.message.Body;
import io.counterstep.core.message.CommandId;
import io.counterstep.core.message.SagaId;
import io.counterstep.messaging.JsonBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SagaStoreTest {

    private static final Instant NOW = Desk.NOON;
    private static final SagaId ID = Desk.id("키-1:with/odd \"characters\"");

    private final Desk desk = new Desk();
    private final SagaStore store = desk.store();

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    static Stream<SagaState> everyState() {
        Outstanding paying = waitsFor("pay", Action.INVOKE, NOW.plusSeconds(20));
        Outstanding sending = waitsFor("send", Action.INVOKE, NOW.plusSeconds(10));
        Outstanding refunding = waitsFor("pay", Action.COMPENSATE, null);
        Outstanding completing = waitsFor(SagaDefinition.COMPLETE, Action.INVOKE, null);
        Outstanding canceling = waitsFor(SagaDefinition.CANCEL, Action.INVOKE, null);
        Outstanding awaiting = with("approve", "approve", 0, null, NOW.plusSeconds(5), null, null);
        Outstanding held = with("pay", "pay", 0, null, null, "participant:bank", null);
        Outstanding renamed = with("charge", "pay", 2, NOW, null, null, null);
        Outstanding stuck = with("pay", "pay", 9, NOW.plusMillis(7), null, null, "no answer: \"왜\"?");
        return Stream.of(
                new SagaState.Running(List.of(paying)),
                new SagaState.Running(List.of(paying, sending, awaiting)),
                new SagaState.Running(List.of(held, sending)),
                new SagaState.Running(List.of(renamed)),
                new SagaState.Completing(List.of(completing)),
                new SagaState.Compensating(List.of(refunding), "PAY_REFUSED: no money"),
                new SagaState.Canceling(List.of(canceling), "REGRETTED"),
                new SagaState.Completed(),
                new SagaState.Canceled("step pay timed out after PT20S"),
                new SagaState.NeedsAttention(new SagaState.Running(List.of(stuck, sending))),
                new SagaState.NeedsAttention(new SagaState.Compensating(List.of(stuck), "REGRETTED")),
                new SagaState.Paused(new SagaState.Running(List.of(paying))),
                new SagaState.Paused(new SagaState.Compensating(List.of(stuck), "REGRETTED")));
    }

    private static Outstanding waitsFor(String step, Action action, @Nullable Instant deadline) {
        return new Outstanding(
                step,
                new CommandId(ID, step, action),
                3,
                2,
                "bank-events/3/7",
                NOW.plusMillis(4_321),
                deadline,
                "bank-events/3/1234567",
                null,
                null);
    }

    private static Outstanding with(
            String step,
            String knownAs,
            int attempt,
            @Nullable Instant resendAt,
            @Nullable Instant deadline,
            @Nullable String heldBy,
            @Nullable String stuck) {
        CommandId command = new CommandId(ID, knownAs, Action.INVOKE);
        return new Outstanding(step, command, attempt, 0, null, resendAt, deadline, "a/0/1", heldBy, stuck);
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void everyStateComesBackAsItWasInserted(SagaState state) {
        StoredSaga saga = StoredSaga.held(saga(state, 7), NOW.plusSeconds(3));

        store.save(List.of(saga), List.of(), List.of(), NOW);

        assertThat(store.load(List.of(ID))).containsExactly(Map.entry(ID, saga));
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void everyStateComesBackAsItWasUpdated(SagaState state) {
        store.save(
                List.of(StoredSaga.held(saga(everyState().findFirst().orElseThrow(), 1), NOW.plusSeconds(3))),
                List.of(),
                List.of(),
                NOW);
        StoredSaga saga = new StoredSaga(saga(state, 2), null, 1);

        store.save(List.of(), List.of(saga), List.of(), NOW.plusSeconds(1));

        assertThat(store.load(List.of(ID))).containsExactly(Map.entry(ID, saga.written()));
    }

    @Test
    void factsKeepTheirOrderAndTheirBytes() {
        Map<String, Body> facts = facts();
        SagaInstance saga =
                new SagaInstance(ID, 1, new SagaState.Completed(), Map.of(), facts, Map.of(), null, NOW, null, 1);

        store.save(List.of(StoredSaga.held(saga, null)), List.of(), List.of(), NOW);

        Map<String, Body> found =
                Objects.requireNonNull(store.load(List.of(ID)).get(ID)).saga().facts();
        assertThat(found.keySet()).containsExactlyElementsOf(facts.keySet());
        facts.forEach(
                (type, body) -> assertThat(bytes(found.get(type))).as(type).isEqualTo(bytes(body)));
    }

    @Test
    void anotherInstanceWaitsForALoadedSagaUntilTheTransactionEnds() {
        StoredSaga saga = StoredSaga.held(saga(new SagaState.Completed(), 1), null);
        store.save(List.of(saga), List.of(), List.of(), NOW);
        TransactionTemplate transaction = new TransactionTemplate(desk.database.transactions());

        transaction.executeWithoutResult(status -> {
            store.load(List.of(ID));
            assertThatThrownBy(desk.database::lockUnlessLocked).hasMessageContaining("could not obtain lock on row");
        });

        assertThat(desk.database.lockUnlessLocked()).isEqualTo(1);
    }

    @Test
    void aSagaThatAnotherInstanceStartedIsNotStartedAgain() {
        StoredSaga saga = StoredSaga.held(saga(new SagaState.Completed(), 1), null);
        store.save(List.of(saga), List.of(), List.of(), NOW);

        assertThatThrownBy(() -> store.save(List.of(saga), List.of(), List.of(), NOW))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void theCheckOnlyMovesEarlierBetweenTwoChecks() {
        StoredSaga stored = StoredSaga.held(running(NOW.plusSeconds(10)), NOW.plusSeconds(10));

        assertThat(stored.moved(running(NOW.plusSeconds(15))).nextCheckAt())
                .as("a later due time leaves it alone")
                .isEqualTo(NOW.plusSeconds(10));
        assertThat(stored.moved(running(NOW.plusSeconds(5))).nextCheckAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(stored.moved(saga(new SagaState.Completed(), 2)).nextCheckAt())
                .isNull();
        assertThat(StoredSaga.held(running(NOW.plusSeconds(15)), NOW).rearmed().nextCheckAt())
                .isEqualTo(NOW.plusSeconds(15));
    }

    private static SagaInstance running(Instant resendAt) {
        Outstanding wait = with("pay", "pay", 1, resendAt, NOW.plus(Duration.ofMinutes(1)), null, null);
        return saga(new SagaState.Running(List.of(wait)), 1);
    }

    private static SagaInstance saga(SagaState state, int revision) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("pay", Outcome.UNKNOWN);
        outcomes.put("approve", Outcome.SKIPPED);
        return new SagaInstance(
                ID,
                3,
                state,
                outcomes,
                facts(),
                Map.of("charge", "pay"),
                CommandId.parse("trip:4711/fly/invoke"),
                NOW.minusSeconds(5),
                NOW.plusSeconds(55),
                revision);
    }

    private static Map<String, Body> facts() {
        Map<String, Body> facts = new LinkedHashMap<>();
        facts.put("ORDERED", Desk.FORMAT.encode(ID.key(), "ORDERED", new Purchase.Ordered(ID.key(), "책 \\ \"x\"")));
        facts.put("pay/PAID", body("{ \"b\" : 1.50,\"a\":[ ],\"a\":{\"}\":\"]\"} , \"é\":\"\\u0001\" }"));
        facts.put("A_LATER_ONE", body("{}"));
        return facts;
    }

    private static JsonBody body(String json) {
        return Desk.FORMAT.body(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String bytes(@Nullable Body body) {
        return String.valueOf(body);
    }
}
