package dev.millrace.builder.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Configuration files of the tests. */
public final class ConfigurationFiles {
    private ConfigurationFiles() {}

    /** A file with every key there is. */
    public static String everyKey() {
        try (InputStream file = Objects.requireNonNull(
                ConfigurationFiles.class.getResourceAsStream("/build/every-key.yaml"), "every-key.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ConfigurationOutcome read(String text) {
        return BuildConfigurationReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    public static BuildConfiguration valid(String text) {
        if (read(text) instanceof ConfigurationOutcome.Valid(BuildConfiguration configuration)) {
            return configuration;
        }
        throw new AssertionError("invalid: " + read(text));
    }
}
