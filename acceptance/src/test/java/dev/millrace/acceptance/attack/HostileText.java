package dev.millrace.acceptance.attack;

import java.util.Random;

/** Texts that are hostile to any reader: long, deep, wide or large. */
final class HostileText {
    private static final int BLOB_BYTES = 200 << 20;
    private static final String[] PATTERNS = {
        "^(?:(?:[a-z]+)+)+$",
        "^(a|aa|aaa)+b$",
        "((a{100}){100}){100}",
        "(?P<a>x)(?<b>y)".repeat(40),
        "(".repeat(200) + "a" + ")*".repeat(200),
        "[a-z]{1000}{1000}",
        "(?=a)a",
        "\\p{L}*".repeat(100) + "$",
        "[",
        "a**"
    };

    private static final class Blob {
        static final byte[] ZEROS = new byte[BLOB_BYTES];
    }

    private HostileText() {}

    /** A number of repetitions between some and {@code max}, small ones being as probable as large ones. */
    static int count(Random random, int max) {
        int bits = 32 - Integer.numberOfLeadingZeros(max);
        int limit = 1 << (4 + random.nextInt(Math.max(1, bits - 4)));
        return 1 + Math.min(max, limit + random.nextInt(limit));
    }

    /** More zeros than a service has memory; in a repository they take a few hundred kilobytes. */
    static byte[] zeros() {
        return Blob.ZEROS;
    }

    static String pattern(Random random) {
        return PATTERNS[random.nextInt(PATTERNS.length)];
    }

    /** A duration whose number is out of all bounds, or no number. */
    static String duration(Random random) {
        String digits = "9".repeat(1 + random.nextInt(60));
        String[] all = {digits + "h", digits + "d", "0s", "1ms", "-1s", "1e400s", "0." + digits + "s", "00000001ms"};
        return all[random.nextInt(all.length)];
    }

    /** Brackets in brackets, closed or not. */
    static String depth(Random random, int max) {
        int depth = count(random, max);
        return switch (random.nextInt(4)) {
            case 0 -> "[".repeat(depth);
            case 1 -> "[".repeat(depth) + "]".repeat(depth);
            case 2 -> "{a: ".repeat(depth) + "1" + "}".repeat(depth);
            default -> "{\"a\":[".repeat(depth);
        };
    }

    /** Lists of aliases of lists, each level some times wider. */
    static String aliases(Random random) {
        int width = 2 + random.nextInt(9);
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i <= 12; i++) {
            text.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(width))
                    .append("]\n");
        }
        return text.toString();
    }
}
