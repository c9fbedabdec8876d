package dev.millrace.cluster.record;

import dev.millrace.events.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Pieces that fit into a Secret, each named after its content. */
final class Chunks {
    /** The API server limits an object to about a megabyte; base64 adds a third. */
    static final int MAX_BYTES = 256 << 10;

    private static final int NAME_DIGITS = 32;

    private Chunks() {}

    /** Cuts the bytes, adds the pieces to the chunks, and returns their names in order. */
    static List<String> cut(byte[] bytes, Map<String, byte[]> into) {
        List<String> names = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += MAX_BYTES) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MAX_BYTES));
            String name = nameOf(piece);
            into.put(name, piece);
            names.add(name);
        }
        return names;
    }

    static byte[] join(List<String> names, Map<String, byte[]> chunks) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (String name : names) {
            byte[] piece = chunks.get(name);
            if (piece == null || !nameOf(piece).equals(name)) {
                throw new IOException("its chunk " + name + " is missing or not what was written");
            }
            joined.write(piece);
        }
        return joined.toByteArray();
    }

    private static String nameOf(byte[] piece) {
        return Sha256.hex(piece).substring(0, NAME_DIGITS);
    }
}
