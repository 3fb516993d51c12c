package io.counterstep.core.message;

/** A fact that a participant publishes on its event topic. */
public record Event<E>(Participant participant, MessageType<E> type) {}
