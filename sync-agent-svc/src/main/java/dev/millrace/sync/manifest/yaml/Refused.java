package dev.millrace.sync.manifest.yaml;

/** A document that is refused. Caught where documents are read. */
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

    /** The document has a statement of a template language instead of YAML. */
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
