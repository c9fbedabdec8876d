package dev.millrace.messaging;

/** Kafka accepts no record of this size. A retry cannot succeed: the event has to be smaller. */
public final class EventTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    EventTooLarge(String what, Throwable cause) {
        super(what, cause);
    }
}
