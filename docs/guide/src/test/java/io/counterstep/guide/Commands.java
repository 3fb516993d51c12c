package io.counterstep.guide;

import io.counterstep.core.definition.SagaData;

/** Builds each command from what the saga knows. Pure functions: a command that is sent again is built again. */
final class Commands {

    // region commands
    static Flight.BookSeat seat(SagaData<Trip.Planned> saga) {
        return new Flight.BookSeat(saga.key(), saga.start().flight());
    }

    static Flight.ReleaseSeat noSeat(SagaData<Trip.Planned> saga) {
        return new Flight.ReleaseSeat(saga.key());
    }

    static Trip.Cancel cancel(SagaData<Trip.Planned> saga) {
        return new Trip.Cancel(saga.key(), saga.reason().orElseThrow());
    }
    // endregion

    static Hotel.BookRoom room(SagaData<Trip.Planned> saga) {
        return new Hotel.BookRoom(saga.key(), saga.start().nights());
    }

    static Hotel.ReleaseRoom noRoom(SagaData<Trip.Planned> saga) {
        return new Hotel.ReleaseRoom(saga.key());
    }

    static Trip.Confirm confirm(SagaData<Trip.Planned> saga) {
        return new Trip.Confirm(saga.key());
    }

    static Car.BookCar car(SagaData<Trip.Planned> saga) {
        return new Car.BookCar(saga.key());
    }

    static Car.ReleaseCar noCar(SagaData<Trip.Planned> saga) {
        return new Car.ReleaseCar(saga.key());
    }

    static Bank.Pay pay(SagaData<Trip.Planned> saga) {
        return new Bank.Pay(saga.key(), saga.start().price());
    }

    static Bank.Refund refund(SagaData<Trip.Planned> saga) {
        return new Bank.Refund(saga.key());
    }

    static Mail.Send send(SagaData<Trip.Planned> saga) {
        return new Mail.Send(saga.key());
    }

    private Commands() {}
}
