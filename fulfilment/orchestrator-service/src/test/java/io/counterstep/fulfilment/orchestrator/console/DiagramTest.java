package io.counterstep.fulfilment.orchestrator.console;

import static io.counterstep.fulfilment.orchestrator.console.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiagramTest {

    @Test
    void aSagaThatTurnedBackWillUndoWhatItDid() {
        assertThat(states("""
                {"state":"COMPENSATING","outcomes":{"payment":"SUCCEEDED","shipping":"REFUSED"},
                 "waits":[{"step":"inventory","action":"compensate"}]}"""))
                .containsEntry("payment", StepState.TO_UNDO)
                .containsEntry("inventory", StepState.UNDOING)
                .containsEntry("shipping", StepState.REFUSED)
                .containsEntry("complete", StepState.NEVER)
                .containsEntry("cancel", StepState.TO_COME);
    }

    @Test
    void whatNeedsAPersonIsToldFromWhatRuns() {
        assertThat(states("""
                {"state":"NEEDS_ATTENTION","outcomes":{"payment":"SUCCEEDED"},
                 "waits":[{"step":"inventory","action":"invoke","stuck":"no answer"}]}"""))
                .containsEntry("payment", StepState.DONE)
                .containsEntry("inventory", StepState.STUCK)
                .containsEntry("shipping", StepState.TO_COME);
    }

    @Test
    void atTheEndOneEndingIsReachedAndTheOtherNever() {
        assertThat(states("""
                {"state":"CANCELED","outcomes":{"payment":"COMPENSATED","inventory":"UNKNOWN"},"waits":[]}"""))
                .containsEntry("payment", StepState.UNDONE)
                .containsEntry("inventory", StepState.UNKNOWN)
                .containsEntry("shipping", StepState.NEVER)
                .containsEntry("complete", StepState.NEVER)
                .containsEntry("cancel", StepState.DONE);
        assertThat(states("""
                {"state":"COMPLETED","outcomes":{"payment":"SUCCEEDED","inventory":"SUCCEEDED","shipping":"SKIPPED"}}"""))
                .containsEntry("payment", StepState.DONE)
                .containsEntry("shipping", StepState.SKIPPED)
                .containsEntry("complete", StepState.DONE)
                .containsEntry("cancel", StepState.NEVER);
    }

    @Test
    void stepsOfOneStageStandTogether() {
        Diagram diagram = Diagram.of(json(Samples.DEFINITION), null, WordsTest.ENGLISH);
        assertThat(diagram.stages().stream()
                        .map(it -> it.boxes().stream()
                                .map(Diagram.Box::name)
                                .toList()
                                .toString()))
                .containsExactly("[start]", "[payment]", "[inventory, shipping]", "[complete, cancel]");
        assertThat(diagram.stages().get(1).boxes().getFirst().state()).isNull();
        assertThat(diagram.mermaid()).contains("s1_0 --> s2_1", "s2_0 --> s3_0");
    }

    @Test
    void aNameEndsNeitherTheTextNorTheLineOfTheSource() {
        Diagram diagram = Diagram.of(json("""
                {"steps":[{"name":"a\\"]\\nclick x \\"javascript:alert(1)\\" <b>","stage":1}]}"""), null, WordsTest.ENGLISH);
        assertThat(diagram.mermaid()).contains("[\"a&quot;] click x &quot;javascript:alert(1)&quot; &lt;b>\"]");
    }

    private static Map<String, StepState> states(String saga) {
        Map<String, StepState> states = new LinkedHashMap<>();
        Diagram.of(json(Samples.DEFINITION), json(saga), WordsTest.ENGLISH)
                .stages()
                .forEach(stage -> stage.boxes().forEach(it -> {
                    if (it.state() != null) {
                        states.put(it.name(), it.state());
                    }
                }));
        return states;
    }
}
