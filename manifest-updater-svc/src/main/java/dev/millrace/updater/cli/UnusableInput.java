package dev.millrace.updater.cli;

/** What was asked for can't be done; the message is for the person who asked. */
final class UnusableInput extends RuntimeException {

    UnusableInput(String reason) {
        super(reason);
    }
}
