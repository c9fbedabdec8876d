package dev.millrace.builder.intake.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.notice.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class SenderKindTest {
    private static final List<String> NO_OBJECTS = List.of(
            "",
            " ",
            "{",
            "[]",
            "null",
            "7",
            "\"x\"",
            "{} {}",
            "{'a': 1}",
            "{\"a\": 1" + "0".repeat(100) + "}",
            "\u0000",
            "{\"a\": " + "[".repeat(70) + "]".repeat(70) + "}",
            "{\"" + "a".repeat(60_000) + "\": 1}",
            "payload=%7B%7D");

    static final List<Arguments> CONTENT_TYPES = List.of(
            Arguments.of("", true),
            Arguments.of("application/json", true),
            Arguments.of("Application/JSON; charset=utf-8", true),
            Arguments.of("application/cloudevents+json", true),
            Arguments.of("application/vnd.docker.distribution.events.v1+json", true),
            Arguments.of("application/cloudevents-batch+json", false),
            Arguments.of("application/x-www-form-urlencoded", false),
            Arguments.of("multipart/form-data; boundary=json", false),
            Arguments.of("text/json", false),
            Arguments.of("text/plain", false),
            Arguments.of("application/xml", false),
            Arguments.of("json", false));

    static Stream<Arguments> bodies() {
        return Arrays.stream(SenderKind.values())
                .flatMap(kind -> NO_OBJECTS.stream().map(body -> Arguments.of(kind, body)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyThatIsNoJsonObjectIsRefused(SenderKind kind, String body) {
        Outcome outcome = kind.read(Map.of(), Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.status())
                .isEqualTo(400));
    }

    @ParameterizedTest
    @EnumSource
    void aSenderIsFoundByItsName(SenderKind kind) {
        assertThat(SenderKind.named(kind.pathName())).contains(kind);
        assertThat(SenderKind.named(kind.name())).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CONTENT_TYPES")
    void onlyJsonIsAccepted(String type, boolean accepted) {
        assertThat(RegistryWebhook.isJson(type)).isEqualTo(accepted);
    }
}
