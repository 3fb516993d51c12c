package io.counterstep.orchestrator;

import static io.counterstep.core.message.Action.COMPENSATE;
import static io.counterstep.core.message.Action.INVOKE;
import static io.counterstep.orchestrator.Outing.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterstep.core.decide.Input;
import io.counterstep.core.decide.SagaInstance;
import io.counterstep.core.message.Body;
import io.counterstep.orchestrator.SagaMessages.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a saga heard and said, told again. */
class RetellingTest {

    @Test
    void whatCameAndWhatWasSaidStandInTheirOrderWithTheirBodies() {
        List<Message> messages = told(Tale.begun().booked());

        assertThat(messages)
                .extracting(it -> it.revision() + " " + it.direction() + " " + it.type() + " " + it.step() + " "
                        + it.action() + " " + it.topic() + " " + it.id())
                .containsExactly(
                        "1 IN WISHED null null club-events null",
                        "1 OUT BOOK coach invoke coach-commands outing:1/coach/invoke",
                        "2 IN BOOKED coach invoke coach-events null");
        assertThat(messages)
                .extracting(Message::body)
                .containsExactly(
                        "{\"orderId\":\"1\",\"status\":\"WISHED\",\"where\":\"sea\"}",
                        "{\"orderId\":\"1\",\"status\":\"BOOK\",\"where\":\"sea\"}",
                        "{\"orderId\":\"1\",\"status\":\"BOOKED\",\"number\":7}");
        assertThat(messages).extracting(Message::note).containsOnlyNulls();
    }

    @Test
    void whatWasSaidIsBuiltFromWhatWasKnownThen() {
        Tale tale = Tale.begun()
                .passes(Outing.DEADLINE)
                .checks()
                .answers("UNBOOKED", new Outing.Told("1"), "coach", COMPENSATE);
        assertThat(said(tale, "UNBOOK").body())
                .isEqualTo("{\"orderId\":\"1\",\"status\":\"UNBOOK\",\"reason\":\"step coach timed out after PT20S\"}");

        Tale booked = Tale.begun().booked().hears("REJECTED");
        assertThat(said(booked, "UNBOOK").body())
                .isEqualTo("{\"orderId\":\"1\",\"status\":\"UNBOOK\",\"number\":7,\"reason\":\"REJECTED\"}");
    }

    @Test
    void whatCameLaterIsNotInWhatWasSaidBefore() {
        Tale tale = Tale.begun().passes(Outing.DEADLINE).checks();
        String then = String.valueOf(said(tale, "UNBOOK").body());
        Tale answered = Tale.begun().booked().hears("REJECTED");
        assertThat(said(answered, "UNBOOK").body()).contains("number");

        // the same saga, to which BOOKED comes behind its undoing
        SagaView.Entry booked = new SagaView.Entry(
                3, tale.now(), "STEP_SUCCEEDED", "coach", "COMPENSATING", "COMPENSATING", "BOOKED", List.of(), null);
        List<SagaView.Entry> lines = new ArrayList<>(tale.lines);
        lines.add(booked);
        Map<String, Body> facts = new LinkedHashMap<>(tale.saga().facts());
        facts.put("coach/BOOKED", body("BOOKED", new Outing.Done("1", 7)));
        SagaInstance it = tale.saga();
        SagaInstance later = new SagaInstance(
                it.id(),
                it.version(),
                it.state(),
                it.outcomes(),
                facts,
                it.formerNames(),
                it.parent(),
                it.startedAt(),
                it.deadline(),
                3);

        assertThat(new Retelling<>(later, tale.definition, lines, Desk.FORMAT).messages())
                .filteredOn(message -> message.type().equals("UNBOOK"))
                .singleElement()
                .satisfies(message -> assertThat(message.body()).isEqualTo(then));
    }

    @Test
    void whatIsSaidAgainIsCountedAndTheSameMessage() {
        Tale tale = Tale.begun();
        tale.passes(Duration.ofSeconds(5)).checks();
        tale.does(new Input.Retry("dana", "the road is open"));

        assertThat(told(tale))
                .filteredOn(it -> it.type().equals("BOOK"))
                .extracting(it -> it.attempts() + " " + it.id())
                .containsExactly("1 outing:1/coach/invoke", "2 outing:1/coach/invoke", "3 outing:1/coach/invoke");
    }

    @Test
    void whatIsNotKeptOrWasAssumedIsSaidToBe() {
        Tale tale = Tale.begun().fails("coach", INVOKE, "the printer burns");
        tale.does(new Input.Resolve("coach", "BOOKED", body("BOOKED", new Outing.Done("1", 7)), "dana", "by phone"));
        tale.does(new Input.CancelRequest("REGRETTED", "d9"));

        assertThat(told(tale))
                .extracting(it -> it.type() + " " + it.topic() + ": " + it.note())
                .containsSubsequence(
                        "TECHNICAL_FAILURE null: its body is not kept with the saga; it says: the printer burns",
                        "BOOKED coach-events: assumed by dana: by phone",
                        "REGRETTED club-events: its body is not kept with the saga",
                        "UNBOOK coach-commands: null");
    }

    @Test
    void anEventHasTheTopicThatItIsDeclaredOn() {
        assertThat(told(Tale.begun().booked().approved()))
                .filteredOn(it -> it.type().equals("APPROVED"))
                .singleElement()
                .satisfies(it -> assertThat(it.topic()).isEqualTo("club-events"));
    }

    @Test
    void anInstanceWithoutTheVersionKnowsWhatCameOnly() {
        Tale tale = Tale.begun();

        List<Message> messages = new Retelling<Outing.Wish>(tale.saga(), null, tale.lines, Desk.FORMAT).messages();

        assertThat(messages.getFirst().body()).contains("sea");
        assertThat(messages.getLast().body()).isNull();
        assertThat(messages.getLast().type()).isEqualTo("BOOK");
        assertThat(messages.getLast().note()).isEqualTo("version 3 of 'outing' is not here: ask another instance");
    }

    private static List<Message> told(Tale tale) {
        return new Retelling<>(tale.saga(), tale.definition, tale.lines, Desk.FORMAT).messages();
    }

    private static Message said(Tale tale, String type) {
        return told(tale).stream()
                .filter(it -> it.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
