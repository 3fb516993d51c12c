package io.counterstep.testing;

import static io.counterstep.core.definition.Version.version;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.Instruction;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import io.counterstep.core.message.Refusal;
import io.counterstep.core.message.Request;
import io.counterstep.testing.Trip.Bookable;
import io.counterstep.testing.Trip.Booked;
import java.time.Duration;
import java.util.List;

/** A trip with every kind of step: bookings in parallel, a human approval above an amount, a pivot, a retriable step. */
final class Journey {

    static final int APPROVED_ABOVE = 1_000;
    static final Duration DAYS_TO_APPROVE = Duration.ofDays(2);

    record Wanted(String traveler, int price) {}

    record CallOff(String journey) {}

    record Approved(String by) {}

    record Rejected(String reason) implements Refusal {}

    record Pay(String journey, int price) {}

    sealed interface PayReply {}

    record Paid(String receipt) implements PayReply {}

    record NotPaid(String reason) implements PayReply, Refusal {}

    record Send(String journey, String receipt) {}

    sealed interface SendReply {}

    record Sent(String journey) implements SendReply {}

    record NotSent(String journey) implements SendReply {}

    record Tell(String journey, String news) {}

    record Told(String journey) {}

    static final Bookable FLIGHT = Bookable.named("flight");
    static final Bookable HOTEL = Bookable.named("hotel");
    static final Bookable CAR = Bookable.named("car");
    static final Participant BANK = new Participant("bank", "bank-commands", "bank-events");
    static final Participant AGENCY = new Participant("agency", "agency-commands", "agency-events");

    static final List<Participant> PARTICIPANTS =
            List.of(FLIGHT.participant(), HOTEL.participant(), CAR.participant(), BANK, AGENCY);

    static final Event<Wanted> WANTED = AGENCY.event(MessageType.of("JOURNEY_WANTED", Wanted.class));
    static final Event<CallOff> CALLED_OFF = AGENCY.event(MessageType.of("JOURNEY_CALLED_OFF", CallOff.class));
    static final Event<Approved> APPROVED = AGENCY.event(MessageType.of("JOURNEY_APPROVED", Approved.class));
    static final Event<Rejected> REJECTED = AGENCY.event(MessageType.of("JOURNEY_REJECTED", Rejected.class));
    static final MessageType<Paid> PAID = MessageType.of("BANK_PAID", Paid.class);
    static final MessageType<NotSent> NOT_SENT = MessageType.of("TICKETS_NOT_SENT", NotSent.class);
    static final Request<Pay, PayReply> PAY =
            BANK.request(MessageType.of("BANK_PAY", Pay.class), PAID, MessageType.of("BANK_NOT_PAID", NotPaid.class));
    static final Request<Send, SendReply> SEND = AGENCY.request(
            MessageType.of("TICKETS_SEND", Send.class), MessageType.of("TICKETS_SENT", Sent.class), NOT_SENT);
    static final Instruction<Tell> COMPLETE = AGENCY.instruction(
            MessageType.of("JOURNEY_COMPLETE", Tell.class),
            MessageType.of("JOURNEY_COMPLETED", Told.class),
            it -> new Told(it.journey()));
    static final Instruction<Tell> CANCEL = AGENCY.instruction(
            MessageType.of("JOURNEY_CANCEL", Tell.class),
            MessageType.of("JOURNEY_CANCELED", Told.class),
            it -> new Told(it.journey()));

    static final Wanted CHEAP = new Wanted("ann", 200);
    static final Wanted EXPENSIVE = new Wanted("ann", 20_000);

    private Journey() {}

    static SagaDefinition<Wanted> definition() {
        return Saga.named("book-journey", version(1))
                .startedBy(WANTED)
                .canceledBy(CALLED_OFF)
                .together(group -> group.step("flight")
                        .invoke(FLIGHT.book(), saga -> new Trip.Book(saga.key(), true))
                        .compensate(FLIGHT.release(), saga -> new Trip.Release(saga.key()))
                        .step("hotel")
                        .invoke(HOTEL.book(), saga -> new Trip.Book(saga.key(), true))
                        .compensate(HOTEL.release(), saga -> new Trip.Release(saga.key()))
                        .step("car")
                        .invoke(CAR.book(), saga -> new Trip.Book(saga.key(), true))
                        .compensate(CAR.release(), saga -> new Trip.Release(saga.key())))
                .step("approval")
                .when(saga -> saga.start().price() > APPROVED_ABOVE)
                .await(APPROVED, REJECTED, DAYS_TO_APPROVE)
                .step("payment")
                .invoke(
                        PAY,
                        saga -> new Pay(
                                seat(saga.reply(FLIGHT.booked())), saga.start().price()))
                .pivot()
                .step("tickets")
                .invoke(SEND, saga -> new Send(saga.key(), saga.reply(PAID).toString()))
                .retriable()
                .completeWith(COMPLETE, saga -> new Tell(saga.key(), "bon voyage"))
                .cancelWith(CANCEL, saga -> new Tell(saga.key(), saga.reason().orElseThrow()));
    }

    private static String seat(Booked booked) {
        if (booked.trip().isEmpty()) {
            throw new IllegalArgumentException("a booking needs a trip");
        }
        return booked.trip();
    }
}
