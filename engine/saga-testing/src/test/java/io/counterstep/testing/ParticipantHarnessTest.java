package io.counterstep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterstep.core.message.SagaId;
import io.counterstep.participant.Handlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ParticipantHarnessTest {

    private static final SagaId SAGA = new SagaId("book-trip", "t-1");
    private static final Trip.Book BOOK = new Trip.Book("t-1", true);
    private static final Trip.Book BOOK_WHAT_IS_FULL = new Trip.Book("t-1", false);
    private static final Trip.Release RELEASE = new Trip.Release("t-1");

    private final List<String> handled = new ArrayList<>();
    private boolean broken;
    private final ParticipantHarness hotel = ParticipantHarness.of(Handlers.of(Trip.HOTEL.participant())
            .on(Trip.HOTEL.book(), this::book)
            .on(Trip.HOTEL.release(), it -> handled.add("release"))
            .build());

    private Trip.BookReply book(Trip.Book book) {
        handled.add("book");
        if (broken) {
            throw new IllegalStateException("no connection");
        }
        return book.available() ? new Trip.Booked(book.trip()) : new Trip.FullyBooked(book.trip(), "nothing left");
    }

    private Answer request(Trip.Book book) {
        return hotel.request(SAGA, "hotel", Trip.HOTEL.book(), book);
    }

    private Answer compensate() {
        return hotel.compensate(SAGA, "hotel", Trip.HOTEL.release(), RELEASE);
    }

    private static String typeOf(Answer answer) {
        return switch (answer) {
            case Answer.Replied replied -> replied.type();
            case Answer.FailedTechnically failed -> "technical failure";
        };
    }

    @Nested
    @Tag("G2")
    class EachStepTakesEffectAtMostOnce {

        @Test
        void aDuplicateIsAnsweredByTheStoredReply() {
            Answer first = request(BOOK);

            assertThat(request(BOOK)).isSameAs(first);
            assertThat(typeOf(first)).isEqualTo("HOTEL_BOOKED");
            assertThat(handled).containsExactly("book");
        }

        @Test
        void aCompensationIsExecutedOnce() {
            request(BOOK);

            assertThat(typeOf(compensate())).isEqualTo("HOTEL_RELEASED");
            assertThat(typeOf(compensate())).isEqualTo("HOTEL_RELEASED");
            assertThat(handled).containsExactly("book", "release");
        }

        @Test
        void aRefusedStepIsConfirmedAsUndoneWithoutCallingTheHandler() {
            assertThat(typeOf(request(BOOK_WHAT_IS_FULL))).isEqualTo("HOTEL_FULLY_BOOKED");

            assertThat(typeOf(compensate())).isEqualTo("HOTEL_RELEASED");
            assertThat(handled).containsExactly("book");
        }

        @Test
        void aRequestWhoseEffectIsUndoneIsRefused() {
            request(BOOK);
            compensate();

            assertThat(request(BOOK)).isInstanceOf(Answer.FailedTechnically.class);
            assertThat(handled).containsExactly("book", "release");
        }

        @Test
        void eachSagaAndStepHasItsOwnEntry() {
            request(BOOK);
            hotel.request(new SagaId("book-trip", "t-2"), "hotel", Trip.HOTEL.book(), new Trip.Book("t-2", true));
            hotel.request(SAGA, "second-hotel", Trip.HOTEL.book(), BOOK);

            assertThat(handled).containsExactly("book", "book", "book");
        }
    }

    @Nested
    @Tag("G6")
    class ACompensationBeforeItsRequest {

        @Test
        void isConfirmedWithoutCallingTheHandler() {
            assertThat(typeOf(compensate())).isEqualTo("HOTEL_RELEASED");
            assertThat(handled).isEmpty();
        }

        @Test
        void refusesTheLateRequestHoweverOftenItComes() {
            compensate();

            assertThat(typeOf(request(BOOK))).isEqualTo("technical failure");
            assertThat(typeOf(request(BOOK))).isEqualTo("technical failure");
            assertThat(typeOf(compensate())).isEqualTo("HOTEL_RELEASED");
            assertThat(handled).isEmpty();
        }
    }

    @Nested
    @Tag("G2")
    class AfterThePurge {

        @Test
        void aRequestIsRefusedAndWhatIsInForceIsStillUndoneOnce() {
            request(BOOK);
            hotel.purge();

            assertThat(typeOf(request(BOOK))).isEqualTo("technical failure");
            assertThat(typeOf(compensate())).isEqualTo("HOTEL_RELEASED");
            hotel.purge();
            assertThat(typeOf(compensate())).isEqualTo("HOTEL_RELEASED");
            assertThat(handled).containsExactly("book", "release");
        }

        @Test
        void aTombstoneStillRefusesAndIsConfirmed() {
            compensate();
            hotel.purge();

            assertThat(typeOf(request(BOOK))).isEqualTo("technical failure");
            assertThat(typeOf(compensate())).isEqualTo("HOTEL_RELEASED");
            assertThat(handled).isEmpty();
        }
    }

    @Test
    void aHandlerThatThrowsIsAnsweredAsATechnicalFailureAndTriedAgain() {
        broken = true;
        assertThat(typeOf(request(BOOK))).isEqualTo("technical failure");

        broken = false;
        assertThat(typeOf(request(BOOK))).isEqualTo("HOTEL_BOOKED");
    }

    @Test
    void aCommandWithoutAHandlerIsAMistakeOfTheTest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hotel.request(SAGA, "car", Trip.CAR.book(), BOOK))
                .withMessage("cannot deliver book-trip:t-1/car/invoke: the handlers of hotel do not handle CAR_BOOK");
    }
}
