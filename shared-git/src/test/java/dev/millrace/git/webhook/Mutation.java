package dev.millrace.git.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random changes of bytes: flipped, removed, repeated and inserted, also with fragments of JSON. */
final class Mutation {
    private static final List<String> FRAGMENTS = List.of(
            "null",
            "true",
            "-1e9999",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            ",",
            ":",
            "{\"ref\":",
            "\"\":",
            "[".repeat(300),
            "{\"a\":".repeat(300),
            "9".repeat(2_000),
            "\u0000",
            "\u00ff\u00fe",
            "%",
            "%zz",
            "&payload=",
            "refs/heads/..",
            "refs/pull/1/head",
            "https://user:password@git.example/x/y",
            "0".repeat(40),
            "0".repeat(64));

    private Mutation() {}

    static byte[] of(Random random, byte[] original) {
        byte[] bytes = original;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes = changed(random, bytes);
        }
        return bytes;
    }

    private static byte[] changed(Random random, byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(24));
        return switch (random.nextInt(6)) {
            case 0 -> flipped(random, bytes, from);
            case 1 -> replaced(bytes, from, to, new byte[0]);
            case 2 -> replaced(bytes, to, to, Arrays.copyOfRange(bytes, from, to));
            case 3 -> replaced(bytes, from, from, fragment(random));
            case 4 -> replaced(bytes, from, to, fragment(random));
            default -> Arrays.copyOf(bytes, from);
        };
    }

    private static byte[] flipped(Random random, byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        if (at < flipped.length) {
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] fragment(Random random) {
        return FRAGMENTS.get(random.nextInt(FRAGMENTS.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(by);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
