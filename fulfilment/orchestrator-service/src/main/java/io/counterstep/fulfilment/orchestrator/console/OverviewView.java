package io.counterstep.fulfilment.orchestrator.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the system is, at a glance.
 *
 * @param alarms what needs attention; empty if nothing does
 */
record OverviewView(
        String at, List<Alarm> alarms, List<Count> states, String finished, Charts charts, List<Waiting> oldest) {

    /** Something that a person should look at, and where. */
    record Alarm(String text, String href) {}

    /** How many sagas are in a state. */
    record Count(String state, String label, String count) {}

    /** One of the oldest unfinished sagas. */
    record Waiting(String id, String state, String stateLabel, String step, String since, String startedAt) {}

    static OverviewView of(JsonNode overview, Visit visit) {
        Words words = visit.words();
        Instant at = ApiJson.instant(overview, "at");
        String counted = ApiJson.text(overview, "counted");
        return new OverviewView(
                words.momentOrEmpty(at),
                alarms(overview.path("attention"), words),
                SearchFilter.UNFINISHED.stream()
                        .map(it -> new Count(
                                it,
                                words.label("state", it),
                                words.number(ApiJson.number(overview.path("states"), it), counted)))
                        .toList(),
                words.number(ApiJson.number(overview, "finishedAbout")),
                Charts.of(ApiJson.list(overview, "ticks"), words),
                ApiJson.list(overview, "oldest").stream()
                        .map(it -> waiting(it, visit))
                        .toList());
    }

    private static List<Alarm> alarms(JsonNode attention, Words words) {
        List<Alarm> alarms = new ArrayList<>();
        alarm(alarms, attention, "needsAttention", "/console/sagas?state=NEEDS_ATTENTION", words);
        alarm(alarms, attention, "openFindings", "/console/audit?state=OPEN", words);
        alarm(alarms, attention, "parkedLetters", "/console/dead-letters?state=PARKED", words);
        alarm(alarms, attention, "closedGates", "#participants", words);
        alarm(alarms, attention, "paused", "/console/sagas?state=PAUSED", words);
        return alarms;
    }

    private static void alarm(List<Alarm> alarms, JsonNode attention, String field, String href, Words words) {
        long count = ApiJson.number(attention, field);
        if (count > 0) {
            alarms.add(new Alarm(words.text("alarm." + field, words.number(count)), href));
        }
    }

    private static Waiting waiting(JsonNode saga, Visit visit) {
        Words words = visit.words();
        String state = ApiJson.text(saga, "state");
        @Nullable Instant startedAt = ApiJson.instant(saga, "startedAt");
        return new Waiting(
                ApiJson.text(saga, "id"),
                state,
                words.label("state", state),
                ApiJson.text(saga, "step"),
                words.sinceOrEmpty(startedAt, visit.now()),
                words.momentOrEmpty(startedAt));
    }
}
