package dev.millrace.sync.manifest.yaml;

/** A function that is applied to the text of each scalar while it is read. */
public interface Scalars {

    /** The identity. */
    Scalars AS_WRITTEN = text -> text;

    /**
     * Returns the text to use instead.
     *
     * @throws Unusable if there is none
     */
    String read(String text);

    /** A text that can't be used. The reason is a sentence for users and holds no value. */
    final class Unusable extends RuntimeException {
        private final int at;

        /** @param at the position in the text, from 0 */
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
