package dev.millrace.updater.cli;

/** The request cannot be carried out; the message is for the user. */
final class UnusableInput extends RuntimeException {

    UnusableInput(String reason) {
        super(reason);
    }
}
