package io.counterstep.spring;

import io.counterstep.core.message.SagaId;
import io.counterstep.orchestrator.Audit;
import io.counterstep.orchestrator.AuditRepairs;
import io.counterstep.orchestrator.Auditor;
import io.counterstep.orchestrator.VersionNotHereException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The audit over HTTP: its runs, what they found, and repairing that. */
@RestController
@RequestMapping("/api/audit")
class AuditController {

    private static final Duration MAX_GRACE = Duration.ofDays(30);

    private final Auditor auditor;
    private final AuditRepairs repairs;

    AuditController(Auditor auditor, AuditRepairs repairs) {
        this.auditor = auditor;
        this.repairs = repairs;
    }

    /**
     * @param by who asks
     * @param why for the record
     * @param grace of this run, if not the configured one
     */
    record Request(
            @Nullable String by,
            @Nullable String why,
            @Nullable String grace) {}

    @GetMapping
    Audit.Overview overview() {
        return auditor.overview();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Audit.Overview start(@RequestBody Request request) {
        Duration grace = request.grace() == null ? null : parse("grace", request.grace(), AuditController::grace);
        require(request);
        if (!auditor.start(String.valueOf(request.by()), String.valueOf(request.why()), grace)) {
            throw Problems.of(HttpStatus.CONFLICT, "an audit is running: wait until it is done");
        }
        return auditor.overview();
    }

    @GetMapping("/findings")
    Audit.Findings findings(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String participant,
            @RequestParam(required = false) @Nullable String saga,
            @RequestParam(defaultValue = "" + Audit.Filter.DEFAULT_LIMIT) String limit,
            @RequestParam(defaultValue = "0") String cursor) {
        return auditor.findings(new Audit.Filter(
                state == null ? null : parse("state", state, Audit.State::valueOf),
                kind == null ? null : parse("kind", kind, Audit.Kind::valueOf),
                participant == null ? null : parse("participant", participant, AuditController::name),
                saga == null ? null : parse("saga", saga, it -> SagaId.parse(it).toString()),
                parse("cursor", cursor, AuditController::number),
                parse("limit", limit, AuditController::limit)));
    }

    @GetMapping("/findings/{id}")
    Audit.Finding finding(@PathVariable String id) {
        Audit.Finding finding = auditor.finding(parse("id", id, AuditController::number));
        if (finding == null) {
            throw Problems.of(HttpStatus.NOT_FOUND, "there is no finding " + id);
        }
        return finding;
    }

    @PostMapping("/findings/{id}/repair")
    AuditRepairs.Proposal repair(
            @PathVariable String id,
            @RequestBody Request request,
            @RequestParam(defaultValue = "false") boolean preview) {
        require(request);
        Audit.Finding finding = finding(id);
        try {
            AuditRepairs.Proposal proposal = preview
                    ? repairs.preview(finding)
                    : repairs.repair(finding, String.valueOf(request.by()), String.valueOf(request.why()));
            if (!preview && proposal.problem() != null) {
                throw Problems.of(HttpStatus.CONFLICT, "finding " + id + " cannot be repaired: " + proposal.problem());
            }
            return proposal;
        } catch (VersionNotHereException elsewhere) {
            throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(elsewhere.getMessage()));
        }
    }

    private static void require(Request request) {
        List<Problems.Field> wrong = new ArrayList<>();
        Problems.check(wrong, "by", request.by());
        Problems.check(wrong, "why", request.why());
        Problems.requireNone(wrong);
    }

    private static Duration grace(String text) {
        Duration grace = DurationStyle.detectAndParse(text);
        if (grace.isNegative() || grace.compareTo(MAX_GRACE) > 0) {
            throw new IllegalArgumentException("must be 0s to " + MAX_GRACE);
        }
        return grace;
    }

    private static String name(String text) {
        SagaId.requireName("participant", text);
        return text;
    }

    private static long number(String text) {
        long number = Long.parseLong(text);
        if (number < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
        return number;
    }

    private static int limit(String text) {
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > Audit.Filter.MAX_LIMIT) {
            throw new IllegalArgumentException("must be a number from 1 to " + Audit.Filter.MAX_LIMIT);
        }
        return limit;
    }

    private static <T> T parse(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException invalid) {
            String expected = switch (name) {
                case "state" -> "one of " + Arrays.toString(Audit.State.values());
                case "kind" -> "one of " + Arrays.toString(Audit.Kind.values());
                default -> String.valueOf(invalid.getMessage());
            };
            throw Problems.of(HttpStatus.BAD_REQUEST, "parameter " + name + " '" + text + "': " + expected);
        }
    }
}
