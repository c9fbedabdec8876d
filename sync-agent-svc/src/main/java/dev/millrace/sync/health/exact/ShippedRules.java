package dev.millrace.sync.health.exact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules in {@code health/}, one file per group of kinds; {@code rules.list} names the files. */
final class ShippedRules {
    private static final String FOLDER = "/health/";
    static final KindRules ALL = read();

    private ShippedRules() {}

    private static KindRules read() {
        KindRules all = KindRules.NONE;
        for (String file : files()) {
            all = all.orElse(KindRules.parseChecked(file, text(file)));
        }
        return all;
    }

    static List<String> files() {
        return text("rules.list").lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(String file) {
        try (InputStream in = ShippedRules.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the agent holds its rules for kinds: " + FOLDER + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + FOLDER + file, e);
        }
    }
}
