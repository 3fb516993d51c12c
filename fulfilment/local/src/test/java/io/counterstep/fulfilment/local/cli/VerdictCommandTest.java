package io.counterstep.fulfilment.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Status;
import io.counterstep.core.message.SagaId;
import io.counterstep.core.migrate.Verdict;
import io.counterstep.core.migrate.VerdictReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictCommandTest {

    private static final VerdictReport REPORT = new VerdictReport(
            List.of(
                    new VerdictReport.Version("fulfil-order", 1, VerdictReport.Fate.NOT_REGISTERED, 0, 999, 1),
                    new VerdictReport.Version("fulfil-order", 2, VerdictReport.Fate.KEPT, 5, 0, 0)),
            List.of(
                    new VerdictReport.Line(
                            SagaId.parse("fulfil-order:a"),
                            1,
                            Status.RUNNING,
                            "payment",
                            new Verdict.NeedsMapping(
                                    List.of("step 'payment' is waited for, and version 2 has no 'payment'"),
                                    List.of("SagaMigration.from(\"fulfil-order\", 1).to(version 2)"))),
                    new VerdictReport.Line(
                            SagaId.parse("fulfil-order:b"),
                            1,
                            Status.RUNNING,
                            "shipping",
                            new Verdict.WouldStrand(List.of("no counterpart")))));

    @Test
    void aVerdictCountsByVersionAndListsWhyInEightyColumns() {
        List<String> lines =
                VerdictLines.of(REPORT).stream().flatMap(String::lines).toList();
        assertThat(String.join("\n", lines))
                .contains("fulfil-order version 1  safe 0, needs a mapping 999, would strand 1")
                .contains("fulfil-order:a version 1 RUNNING at payment")
                .contains("would strand:    no counterpart", "and 998 more", "would refuse to start");
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theDocumentHoldsTheSame() {
        assertThat(VerdictLines.document(REPORT)
                        .path("sagas")
                        .get(1)
                        .path("verdict")
                        .asString())
                .isEqualTo("WOULD_STRAND");
        assertThat(VerdictLines.document(REPORT).path("safe").asBoolean()).isFalse();
        assertThat(VerdictLines.of(new VerdictReport(List.of(), List.of())))
                .containsExactly("no saga is active: every version may be deployed");
    }

    @Test
    void withoutDataThereIsNothingToJudge(@TempDir Path data) {
        Cli cli = Cli.run("verdict", "--data", data.toString());
        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains("there is no data of a system in");
    }

    @Test
    void aDatabaseThatCannotBeReadIsNamed() {
        Cli cli = Cli.run("verdict", "--jdbc", "jdbc:postgresql://127.0.0.1:1/none");
        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains("jdbc:postgresql://127.0.0.1:1/none", "cannot read the sagas");
    }
}
