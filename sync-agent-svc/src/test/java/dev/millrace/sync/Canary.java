package dev.millrace.sync;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * A value of a Secret in one cell of a matrix, so that a hit names its cell. It has two lines, and characters that JSON, YAML, addresses and labels write in
 * another way.
 *
 * @param cell the kind of reference and the kind of place
 * @param id the beginning of each of its lines, which occurs nowhere else
 */
record Canary(String cell, String id) {
    private static final int SHOWN_LENGTH = 12;
    private static final int BYTES_OF_A_GROUP = 3;
    private static final int CHARACTERS_OF_A_GROUP = 4;

    /** Returns a canary that no earlier run has. */
    static Canary in(String cell) {
        return new Canary(
                cell, "cnry" + UUID.randomUUID().toString().replace("-", "").substring(0, SHOWN_LENGTH));
    }

    String value() {
        return id + "/+ &<\">\n2" + id + "%";
    }

    /** Returns the value in one line. */
    String line() {
        return id + "/+ &<>";
    }

    /** Returns true if the text holds the value, one of its lines, or the beginning of one, as it is or in Base64. */
    boolean isIn(String text) {
        return text.contains(id.substring(0, SHOWN_LENGTH))
                || text.contains(base64(id))
                || text.contains(base64("2" + id));
    }

    private static String base64(String start) {
        String encoded = Base64.getEncoder().encodeToString(start.getBytes(StandardCharsets.UTF_8));
        return encoded.substring(0, start.length() / BYTES_OF_A_GROUP * CHARACTERS_OF_A_GROUP);
    }
}
