package io.counterstep.core.decide;

import static io.counterstep.core.definition.Version.version;

import io.counterstep.core.definition.Saga;
import io.counterstep.core.definition.SagaDefinition;
import io.counterstep.core.message.Event;
import io.counterstep.core.message.MessageType;
import io.counterstep.core.message.Participant;
import java.util.function.Function;

/** Sagas of every shape to test the core with: what is booked, paid and sent differs from test to test. */
final class Trip {

    static final Word FLIGHT = Word.of("flight");
    static final Word HOTEL = Word.of("hotel");
    static final Word CAR = Word.of("car");
    static final Word PAYMENT = Word.of("payment");
    static final Word TICKETS = Word.of("tickets");
    static final Word MAIL = Word.of("mail");

    static final Participant BOSS = new Participant("boss", "boss-commands", "boss-events");
    static final Event<Purchase.Done> APPROVED = BOSS.event(MessageType.of("APPROVED", Purchase.Done.class));
    static final Event<Purchase.Refused> REJECTED = BOSS.event(MessageType.of("REJECTED", Purchase.Refused.class));

    private Trip() {}

    static Saga.Started<Purchase.Ordered> begun() {
        return Saga.named("trip", version(1)).startedBy(Purchase.ORDERED).canceledBy(Purchase.REGRETTED);
    }

    static SagaDefinition<Purchase.Ordered> ended(Saga.StepDone<Purchase.Ordered> steps) {
        return steps.completeWith(Purchase.CLOSE, saga -> new Purchase.Tell("done"))
                .cancelWith(Purchase.DROP, saga -> new Purchase.Tell("canceled"));
    }

    static TestSaga started(Saga.StepDone<Purchase.Ordered> steps) {
        TestSaga saga = TestSaga.of(ended(steps));
        saga.start();
        return saga;
    }

    /** Flight and hotel are booked together. */
    static Saga.StepDone<Purchase.Ordered> together(Saga.Steps<Purchase.Ordered> before) {
        return before.together(group ->
                HOTEL.compensatable(FLIGHT.compensatable(group.step("flight")).step("hotel")));
    }

    /** Flight, hotel and car are booked together, where the car's step is made by that function. */
    static Saga.StepDone<Purchase.Ordered> together(
            Saga.Steps<Purchase.Ordered> before,
            Function<
                            Saga.StepNamed<Purchase.Ordered, Saga.GroupStep<Purchase.Ordered>>,
                            Saga.GroupStep<Purchase.Ordered>>
                    car) {
        return before.together(group -> car.apply(
                HOTEL.compensatable(FLIGHT.compensatable(group.step("flight")).step("hotel"))
                        .step("car")));
    }

    /** A condition, or a command, with a bug in it. */
    static <T, R> R broken(T data) {
        throw new IllegalStateException("bug with " + data.getClass().getSimpleName());
    }
}
