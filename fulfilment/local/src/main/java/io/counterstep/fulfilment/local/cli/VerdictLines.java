package io.counterstep.fulfilment.local.cli;

import io.counterstep.core.migrate.Verdict;
import io.counterstep.core.migrate.VerdictReport;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A verdict for people, and as a document. */
final class VerdictLines {

    private static final String INDENT = "    ";

    private VerdictLines() {}

    static List<String> of(VerdictReport report) {
        List<String> lines = new ArrayList<>();
        if (report.active() == 0) {
            return List.of("no saga is active: every version may be deployed");
        }
        for (VerdictReport.Version it : report.versions()) {
            String fate = switch (it.fate()) {
                case KEPT -> "ends by its own version";
                case MIGRATED -> "is moved by a migration";
                case NOT_REGISTERED -> "has no version to end by";
            };
            lines.add(Texts.wrap(
                    it.definition() + " version " + it.version() + "  ",
                    "safe " + Texts.number(it.safe()) + ", needs a mapping " + Texts.number(it.needMapping())
                            + ", would strand " + Texts.number(it.wouldStrand()) + "; it " + fate));
        }
        for (VerdictReport.Line it : report.sagas()) {
            lines.add(Texts.wrap("", it.saga() + " version " + it.version() + " " + it.state() + " at " + it.step()));
            switch (it.verdict()) {
                case Verdict.Safe safe -> lines.add(INDENT + "safe");
                case Verdict.NeedsMapping mapping -> {
                    mapping.why().forEach(why -> lines.add(Texts.wrap(INDENT + "needs a mapping: ", why)));
                    mapping.suggestions().forEach(call -> lines.add(Texts.wrap(INDENT + "for example:     ", call)));
                }
                case Verdict.WouldStrand strand ->
                    strand.why().forEach(why -> lines.add(Texts.wrap(INDENT + "would strand:    ", why)));
            }
        }
        if (report.sagas().size() < report.needMapping() + report.wouldStrand()) {
            lines.add("and "
                    + Texts.number(report.needMapping()
                            + report.wouldStrand()
                            - report.sagas().size()) + " more");
        }
        lines.add(
                report.isSafe()
                        ? "this build may be deployed"
                        : "this build would refuse to start: keep their version, or declare a migration");
        return lines;
    }

    static ObjectNode document(VerdictReport report) {
        ObjectNode document = Json.object();
        document.put("safe", report.isSafe()).put("active", report.active());
        ArrayNode versions = document.putArray("versions");
        for (VerdictReport.Version it : report.versions()) {
            versions.addObject()
                    .put("definition", it.definition())
                    .put("version", it.version())
                    .put("fate", it.fate().name())
                    .put("safe", it.safe())
                    .put("needMapping", it.needMapping())
                    .put("wouldStrand", it.wouldStrand());
        }
        ArrayNode sagas = document.putArray("sagas");
        for (VerdictReport.Line it : report.sagas()) {
            ObjectNode saga = sagas.addObject();
            saga.put("id", it.saga().toString())
                    .put("version", it.version())
                    .put("state", it.state().name())
                    .put("step", it.step());
            switch (it.verdict()) {
                case Verdict.Safe safe -> saga.put("verdict", "SAFE");
                case Verdict.NeedsMapping mapping -> {
                    saga.put("verdict", "NEEDS_MAPPING");
                    mapping.why().forEach(saga.putArray("why")::add);
                    mapping.suggestions().forEach(saga.putArray("suggestions")::add);
                }
                case Verdict.WouldStrand strand -> {
                    saga.put("verdict", "WOULD_STRAND");
                    strand.why().forEach(saga.putArray("why")::add);
                }
            }
        }
        return document;
    }
}
