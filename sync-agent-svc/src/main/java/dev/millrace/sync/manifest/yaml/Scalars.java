package dev.millrace.sync.manifest.yaml;

/** What is done to the text of each scalar while it is read. */
public interface Scalars {

    /** Nothing. */
    Scalars AS_WRITTEN = text -> text;

    /**
     * The text to take instead.
     *
     * @throws Unusable if there is none
     */
    String read(String text);

    /** A text that can't be taken. The reason is a sentence for people and holds no value. */
    final class Unusable extends RuntimeException {
        private final int at;

        /** @param at where in the text, from 0 */
        public Unusable(String reason, int at) {
            super(reason);
            this.at = at;
        }

        String reason() {
            return String.valueOf(getMessage());
        }

        int at() {
            return at;
        }
    }
}
