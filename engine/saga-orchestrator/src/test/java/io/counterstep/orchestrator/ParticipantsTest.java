package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.orchestrator.Backlogs.Group;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParticipantsTest {

    private final Desk desk = new Desk();
    private final FakeKafka kafka = new FakeKafka();

    @BeforeEach
    void empty() {
        desk.clear();
        kafka.isAway = false;
        kafka.asked.clear();
        kafka.groups = Map.of("bank-commands", List.of(new Group("analysis", 3, 0), new Group("bank", 12, 2)));
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    /** What Kafka would tell of groups. */
    private static final class FakeKafka implements Backlogs.Source {
        boolean isAway;
        Map<String, List<Group>> groups = Map.of();
        final List<Set<String>> asked = new ArrayList<>();

        @Override
        public Map<String, List<Group>> groups(Set<String> topics, Duration atMost)
                throws ExecutionException, TimeoutException {
            assertThat(atMost).isEqualTo(Duration.ofSeconds(2));
            asked.add(topics);
            if (isAway) {
                throw new TimeoutException("nobody answers");
            }
            return groups;
        }
    }

    private Participants participants() {
        return new Participants(desk.definitions(), desk.gates(), new Backlogs(kafka, desk::now));
    }

    private static Participants.View named(String name, Participants participants) {
        return participants.list().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void allToWhomSomethingIsSaidAreThereWithTheirTopicsAndSteps() {
        assertThat(participants().list())
                .extracting(it -> it.name() + " " + it.commandTopic() + " " + it.eventTopic() + " " + it.steps())
                .containsExactly(
                        "bank bank-commands bank-events [pay]",
                        "post post-commands post-events [send]",
                        "shop shop-commands shop-events [complete, cancel]");
    }

    @Test
    void theLagIsThatOfTheGroupWhichIsFurthestBehind() {
        Participants.View bank = named("bank", participants());
        assertThat(bank.lag()).isEqualTo(12);
        assertThat(bank.groups()).extracting(Group::group).containsExactly("analysis", "bank");
        assertThat(named("post", participants()).lag()).as("nobody reads it").isNull();
    }

    @Test
    void aGateIsShownWithWhoClosedItAndWhyAndOneThatNothingHappenedToFlows() {
        desk.gates().pause(Gate.Kind.PARTICIPANT, "bank", "dana", "the bank migrates");
        desk.take(desk.ordered("1"));

        Participants.View bank = named("bank", participants());
        assertThat(bank.gate()).isEqualTo(Gate.State.PAUSED);
        assertThat(bank.gateBy() + ": " + bank.gateWhy()).isEqualTo("dana: the bank migrates");
        assertThat(bank.held()).isEqualTo(1);
        Participants.View post = named("post", participants());
        assertThat(post.gate()).isEqualTo(Gate.State.FLOWING);
        assertThat(post.gateBy()).isEqualTo(Gate.ENGINE);
        assertThat(post.heardAt()).isNull();
    }

    @Test
    void kafkaIsAskedOnceInFiveSecondsWhoeverLooks() {
        Participants participants = participants();
        participants.list();
        desk.pass(Duration.ofMillis(4_999));
        participants.list();
        assertThat(kafka.asked).containsExactly(Set.of("bank-commands", "post-commands", "shop-commands"));

        desk.pass(Duration.ofMillis(1));
        participants.list();
        assertThat(kafka.asked).hasSize(2);
    }

    @Test
    void aKafkaThatDoesNotAnswerLeavesTheLagOpenAndIsNotAskedAllTheTime() {
        kafka.isAway = true;
        Participants participants = participants();
        assertThat(named("bank", participants).lag()).isNull();
        assertThat(named("bank", participants).groups()).isEmpty();
        assertThat(kafka.asked).hasSize(1);

        kafka.isAway = false;
        desk.pass(Duration.ofSeconds(5));
        assertThat(named("bank", participants).lag()).isEqualTo(12);
    }

    @Test
    void whatAGroupHasNotReadIsCountedFromItsOffsetOrElseFromTheBeginning() {
        assertThat(unread(40L, 0, 50)).isEqualTo(10);
        assertThat(unread(50L, 0, 50)).isZero();
        assertThat(unread(null, 45, 50)).as("never committed there").isEqualTo(5);
        assertThat(unread(3L, 45, 50))
                .as("what was deleted is not there any more")
                .isEqualTo(5);
        assertThat(unread(60L, 0, 50)).as("the end was told before it read on").isZero();
    }

    private static long unread(@Nullable Long committed, long beginning, long end) {
        return KafkaBacklogs.unread(
                committed == null ? null : new OffsetAndMetadata(committed), offset(beginning), offset(end));
    }

    private static ListOffsetsResultInfo offset(long offset) {
        return new ListOffsetsResultInfo(offset, -1, Optional.empty());
    }

    @Test
    void aKafkaThatIsNotThereIsGivenUpInTime() {
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1");
        try (KafkaBacklogs backlogs = new KafkaBacklogs(nobody)) {
            Participants participants =
                    new Participants(desk.definitions(), desk.gates(), new Backlogs(backlogs, desk::now));
            long before = System.nanoTime();
            assertThat(named("bank", participants).lag()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        }
    }
}
