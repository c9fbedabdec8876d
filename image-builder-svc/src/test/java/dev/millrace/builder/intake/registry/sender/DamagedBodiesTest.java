package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.millrace.builder.intake.registry.notice.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A damaged body is refused, ignored or read, but never an error: 300 per sender, times the rounds of a soak. */
class DamagedBodiesTest {
    private static final int BODIES = 300 * Integer.getInteger("millrace.rounds", 1);
    private static final Pattern VALUE = Pattern.compile("\"[^\"]*\"(?!\\s*:)|[0-9]+|true|false|\\[|\\{");
    private static final Pattern KEY = Pattern.compile("\"[^\"]*\"(?=\\s*:)");
    private static final List<String> VALUES = List.of(
            "null",
            "[]",
            "{}",
            "-1",
            "1e999",
            "\"\"",
            "true",
            "[".repeat(200),
            "{\"a\":".repeat(100),
            "\"\\u0000\"",
            "\"" + "a.".repeat(2000) + "\"",
            "\"" + "a/".repeat(150) + "a:1\"",
            "\"..\"",
            "\"\\ud800\"",
            "9".repeat(500),
            "[[null]]");

    static final List<Reading> READINGS = List.of(
            DistributionTest.READING,
            DockerHubTest.READING,
            GhcrTest.READING,
            HarborTest.READING,
            HarborCloudEventTest.READING,
            QuayTest.READING,
            AzureTest.READING,
            GoogleTest.READING,
            AmazonTest.READING,
            AmazonCloudEventTest.READING,
            ArtifactoryTest.READING,
            AliyunTest.READING,
            GiteaTest.READING,
            CloudEventTest.READING);

    @ParameterizedTest
    @FieldSource("READINGS")
    void aDamagedBodyIsNeverAnError(Reading reading) {
        Random random = new Random(7);
        String body = reading.body().replace('\'', '"');
        for (int i = 0; i < BODIES; i++) {
            byte[] damaged = damaged(body, random);

            assertThatCode(() -> read(reading, damaged))
                    .as(reading.kind() + ": " + new String(damaged, StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
    }

    private static void read(Reading reading, byte[] body) {
        Outcome outcome = reading.kind().read(reading.headers(), Map.of(), Optional.empty(), body);
        if (outcome instanceof Outcome.Refused refused) {
            assertThat(refused.status()).isBetween(400, 499);
        }
    }

    private static byte[] damaged(String body, Random random) {
        String changed = body;
        for (int i = random.nextInt(3); i >= 0; i--) {
            changed = switch (random.nextInt(4)) {
                case 0 -> replaced(changed, VALUE, VALUES.get(random.nextInt(VALUES.size())), random);
                case 1 -> replaced(changed, KEY, "\"x\"", random);
                case 2 -> replaced(changed, KEY, one(changed, KEY, random), random);
                default -> changed.substring(0, random.nextInt(changed.length() + 1));
            };
        }
        byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(3) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String replaced(String text, Pattern part, String by, Random random) {
        List<MatchResult> all = part.matcher(text).results().toList();
        if (all.isEmpty()) {
            return text;
        }
        MatchResult one = all.get(random.nextInt(all.size()));
        return text.substring(0, one.start()) + by + text.substring(one.end());
    }

    private static String one(String text, Pattern part, Random random) {
        List<MatchResult> all = part.matcher(text).results().toList();
        return all.isEmpty() ? "" : all.get(random.nextInt(all.size())).group();
    }
}
