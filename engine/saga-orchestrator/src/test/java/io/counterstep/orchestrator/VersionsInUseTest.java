package io.counterstep.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.migrate.VerdictReport.Fate;
import io.counterstep.orchestrator.VersionsInUse.View;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionsInUseTest {

    private final Desk desk = new Desk(2);

    @BeforeEach
    void empty() {
        desk.clear();
    }

    @AfterAll
    void close() throws IOException {
        desk.close();
    }

    private List<View> versions(String definition) {
        OverviewSampler sampler = new OverviewSampler(desk.stores, desk::now);
        return new VersionsInUse(desk.definitions(), desk.stores, sampler).of(definition);
    }

    private List<View> versions() {
        return versions(Purchase.NAME);
    }

    @Test
    void eachVersionIsThereWithWhatIsActiveOfItTheNewestFirst() {
        desk.deploys(List.of(Purchase.first()));
        for (int i = 0; i < 10; i++) {
            desk.take(desk.ordered("old-" + i));
        }
        desk.take(desk.paid("old-0"), desk.paid("old-1"), desk.paid("old-2"));
        desk.take(desk.sent("old-0"));
        desk.take(desk.closed("old-0"));
        desk.pass(Duration.ofHours(1));
        desk.deploys(List.of(Purchase.first(), Purchase.second()));
        desk.take(desk.ordered("new"));

        assertThat(versions()).extracting(View::version).containsExactly(2, 1);
        View second = versions().getFirst();
        assertThat(second.registeredAt()).isEqualTo(desk.now());
        assertThat(second.newest()).isTrue();
        assertThat(second.waiting()).containsExactly(new VersionsInUse.Waiting("send", 1));
        View first = versions().getLast();
        assertThat(first.registeredAt()).isEqualTo(Desk.NOON);
        assertThat(first.here()).isTrue();
        assertThat(first.newest()).isFalse();
        assertThat(first.active()).isEqualTo(9);
        assertThat(first.counted()).isEqualTo(Counted.EXACTLY);
        assertThat(first.waiting())
                .containsExactly(new VersionsInUse.Waiting("pay", 7), new VersionsInUse.Waiting("send", 2));
        assertThat(first.verdict()).isEqualTo(new VersionsInUse.Verdict(Fate.KEPT, 9, 0, 0));
    }

    @Test
    void aVersionThatOnlyAnotherInstanceRunsIsJudgedByWhatIsHere() {
        desk.deploys(List.of(Purchase.first()));
        SagaDefinitions before = desk.definitions();
        desk.deploys(List.of(Purchase.first(), Purchase.renamed()));
        desk.take(desk.ordered("new"));
        desk.instance(before);

        View other = versions().getFirst();

        assertThat(other.version()).isEqualTo(2);
        assertThat(other.here()).isFalse();
        assertThat(other.newest()).as("new sagas start with version 1 here").isFalse();
        assertThat(other.verdict()).isNotNull().satisfies(it -> {
            assertThat(it.fate()).isEqualTo(Fate.NOT_REGISTERED);
            assertThat(it.safe()).isZero();
            assertThat(it.needMapping() + it.wouldStrand()).isEqualTo(1);
        });
    }

    @Test
    void whatIsActiveIsCountedByTheLookThatTheOverviewTakes() {
        OverviewSampler sampler = new OverviewSampler(desk.stores, desk::now);
        VersionsInUse versions = new VersionsInUse(desk.definitions(), desk.stores, sampler);
        desk.take(desk.ordered("1"));
        sampler.overview();
        desk.take(desk.ordered("2"));

        assertThat(versions.of(Purchase.NAME)).extracting(View::active).containsExactly(1L);
        desk.pass(OverviewSampler.FRESH);
        assertThat(versions.of(Purchase.NAME)).extracting(View::active).containsExactly(2L);
    }

    @Test
    void manyOfAnotherDefinitionDoNotHideThese() {
        desk.take(desk.ordered("1"));
        desk.jdbc.update("""
                insert into saga (id, definition, version, business_key, state, step, progress, facts, started_at, updated_at,
                                  next_check_at, revision)
                select 'rental:' || n, 'rental', 1, n, 'RUNNING', 'drive', progress, facts, started_at - interval '1 day',
                       updated_at, next_check_at, 1
                from saga, generate_series(1, ?) n""", OverviewStore.MOST_UNFINISHED);

        View view = versions().getFirst();
        assertThat(view.active()).isEqualTo(1);
        assertThat(view.counted()).isEqualTo(Counted.EXACTLY);
        assertThat(view.verdict()).isNotNull();
        assertThat(versions("rental").getFirst().active()).isEqualTo(VersionsInUse.MOST_COUNTED);
        assertThat(versions("rental").getFirst().counted()).isEqualTo(Counted.AT_LEAST);
    }

    @Test
    void aVersionThatHasNoSagasHasNoVerdict() {
        desk.deploys(List.of(Purchase.first()));
        assertThat(versions()).singleElement().satisfies(it -> {
            assertThat(it.active()).isZero();
            assertThat(it.waiting()).isEmpty();
            assertThat(it.verdict()).isNull();
        });
    }

    @Test
    void aVersionThatWasNeverStartedWithHasNoTime() {
        assertThat(versions()).singleElement().extracting(View::registeredAt).isNull();
    }

    @Test
    void aDefinitionThatNobodyHasHeardOfHasNoVersions() {
        assertThat(versions("rental")).isEmpty();
    }
}
