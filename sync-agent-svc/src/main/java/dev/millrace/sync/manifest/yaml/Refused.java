package dev.millrace.sync.manifest.yaml;

/** A document that is not taken. Caught where documents are read. */
final class Refused extends RuntimeException {
    private final int line;

    /** @param line of the document, from 0 */
    Refused(String reason, int line) {
        super(reason);
        this.line = line;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    int line() {
        return line;
    }
}
