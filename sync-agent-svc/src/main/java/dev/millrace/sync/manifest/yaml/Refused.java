package dev.millrace.sync.manifest.yaml;

/** A document that is not taken. Caught where documents are read. */
final class Refused extends RuntimeException {
    private final int line;
    private final boolean template;

    /** @param line of the document, from 0 */
    Refused(String reason, int line) {
        this(reason, line, false);
    }

    private Refused(String reason, int line, boolean template) {
        super(reason);
        this.line = line;
        this.template = template;
    }

    /** What stands there is no YAML but a statement of a template language. */
    static Refused template(int line) {
        return new Refused("a template", line, true);
    }

    boolean isTemplate() {
        return template;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    int line() {
        return line;
    }
}
