package dev.millrace.drift.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
    private static final Instant DETECTED = Instant.parse("2026-05-01T10:00:10.500Z");
    private static final ChainId CHAIN =
            ChainId.of(RepositoryId.parse("https://git.example.com/shop/config"), new CommitId("c".repeat(40)));

    private final AuditLog log = new AuditLog();

    @Test
    void namesTheOneUserWhoWroteInTheSecondOfTheField() {
        log.published(drift(Change.Modified, Optional.of("2026-05-01T10:00:10Z")));
        receive(write("patch", "early", "10:00:07.000000"), write("patch", "ada", "10:00:10.400000"), later());

        assertThat(users()).containsExactly("ada");
    }

    @Test
    void namesNobodyWhenTwoUsersWroteInBetween() {
        log.published(drift(Change.Modified, Optional.of("2026-05-01T10:00:10Z")));
        receive(write("patch", "ada", "10:00:10.100000"), write("update", "ben", "10:00:10.300000"), later());

        assertThat(users()).isEmpty();
    }

    @Test
    void waitsUntilTheLogHasGoneOnBeyondTheDrift() {
        log.published(drift(Change.Modified, Optional.of("2026-05-01T10:00:10Z")));
        receive(write("patch", "nobody", "09:59:00.000000"), write("patch", "ada", "10:00:10.400000"));
        assertThat(users()).isEmpty();

        receive(later());

        assertThat(users()).containsExactly("ada");
    }

    @Test
    void namesTheUserOfAWriteThatTheLogHadBeforeTheDriftWasPublished() {
        receive(write("patch", "nobody", "09:59:00.000000"), write("patch", "ada", "10:00:10.400000"), later());

        log.published(drift(Change.Modified, Optional.of("2026-05-01T10:00:10Z")));

        assertThat(users()).containsExactly("ada");
    }

    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"Missing", "Terminating"})
    void namesTheUserWhoDeletedAnObjectAndNobodyWhoChangedIt(Change change) {
        log.published(drift(change, Optional.empty()));
        receive(
                write("patch", "nobody", "09:59:00.000000"),
                write("patch", "ben", "10:00:09.000000"),
                write("delete", "ada", "10:00:10.100000"),
                later());

        assertThat(users()).containsExactly("ada");
    }

    @Test
    void namesNobodyWhoseFieldHasNoTimeIfAnotherUserWroteShortlyBefore() {
        log.published(drift(Change.Modified, Optional.empty()));
        receive(
                write("patch", "nobody", "09:59:00.000000"),
                write("patch", "ben", "10:00:04.000000"),
                write("patch", "ada", "10:00:10.100000"),
                later());

        assertThat(users()).isEmpty();
    }

    @Test
    void namesNobodyForADriftFromBeforeTheLogBegan() {
        log.published(drift(Change.Modified, Optional.of("2026-05-01T10:00:10Z")));
        receive(write("patch", "ada", "10:00:10.400000"), later());

        assertThat(users()).isEmpty();
    }

    @Test
    void namesNobodyOnceWritesInTheTimeInQuestionAreForgotten() {
        log.published(drift(Change.Modified, Optional.of("2026-05-01T10:00:10Z")));
        receive(write("patch", "nobody", "09:59:00.000000"), write("patch", "ben", "10:00:10.010000"));
        Stream.iterate(100, i -> i < 140, i -> i + 1)
                .forEach(i -> receive(write("patch", "ada", "10:00:10." + i + "000")));
        receive(later());

        assertThat(users()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"stage\":\"RequestReceived\"",
                "\"verb\":\"get\"",
                "\"verb\":\"deletecollection\"",
                "\"responseStatus\":{\"code\":409}",
                "\"objectRef\":{\"resource\":\"configmaps\",\"namespace\":\"shop\",\"name\":\"b\"}",
                "\"objectRef\":{\"resource\":\"configmaps\",\"namespace\":\"shop\",\"name\":\"a\",\"subresource\":\"status\"}",
                "\"objectRef\":{\"resource\":\"configmaps\",\"apiGroup\":\"x.io\",\"namespace\":\"shop\",\"name\":\"a\"}",
                "\"requestURI\":\"/api/v1/namespaces/shop/configmaps/a?dryRun=All\"",
                "\"user\":{}",
                "\"stageTimestamp\":\"soon\"",
                "\"requestReceivedTimestamp\":7"
            })
    void anEventThatChangedNothingOrIsOfAnotherObjectNamesNobody(String difference) {
        log.published(drift(Change.Modified, Optional.of("2026-05-01T10:00:10Z")));
        String field = difference.substring(0, difference.indexOf(':'));
        String other = write("patch", "ada", "10:00:10.400000")
                .replaceFirst(
                        field + ":(\\{[^{}]*\\}|\"[^\"]*\")", java.util.regex.Matcher.quoteReplacement(difference));
        receive(write("patch", "nobody", "09:59:00.000000"), other, later());

        assertThat(users()).isEmpty();
    }

    @Test
    void namesTheImpersonatedUser() {
        log.published(drift(Change.Modified, Optional.of("2026-05-01T10:00:10Z")));
        String impersonated = write("patch", "proxy", "10:00:10.400000")
                .replace("\"stage\":", "\"impersonatedUser\":{\"username\":\"ada\"},\"stage\":");
        receive(write("patch", "nobody", "09:59:00.000000"), impersonated, later());

        assertThat(users()).containsExactly("ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"kind\":\"EventList\"}",
                "{\"kind\":\"EventList\",\"apiVersion\":\"v1\"}",
                "<xml/>"
            })
    void aBodyThatIsNoEventListIsRefused(String body) {
        assertThatThrownBy(() -> AuditBatch.parse(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBodyNestedTooDeeplyOrWithTooManyEventsIsRefused() {
        String deep = list("[".repeat(1_000) + "]".repeat(1_000));
        String many = list(
                Stream.generate(() -> "{}").limit(AuditBatch.MAX_EVENTS + 1).collect(Collectors.joining(",")));

        for (String body : List.of(deep, many)) {
            assertThatThrownBy(() -> AuditBatch.parse(body.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Collection<String> users() {
        return log.attributable().values().stream().map(AuditWrite::user).toList();
    }

    private void receive(String... events) {
        log.receive(AuditBatch.parse(list(String.join(",", events)).getBytes(StandardCharsets.UTF_8)));
    }

    private static String list(String items) {
        return "{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"items\":[" + items + "]}";
    }

    /** An event about another object, by which the log goes on. */
    private static String later() {
        return write("patch", "somebody", "10:00:20.000000").replace("\"name\":\"a\"", "\"name\":\"z\"");
    }

    private static String write(String verb, String user, String time) {
        return """
                {"stage":"ResponseComplete","verb":"%1$s","requestURI":"/api","user":{"username":"%2$s"},"sourceIPs":["192.0.2.1"],
                 "userAgent":"kubectl","objectRef":{"resource":"configmaps","namespace":"shop","name":"a"},"responseStatus":{"code":200},
                 "requestReceivedTimestamp":"2026-05-01T%3$sZ","stageTimestamp":"2026-05-01T%3$sZ"}""".formatted(verb, user, time);
    }

    private static Envelope<DriftDetected> drift(Change change, Optional<String> time) {
        List<FieldDrift> fields = change == Change.Missing
                ? List.of()
                : List.of(new FieldDrift(
                        "data.a",
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Optional.of("kubectl-edit"),
                        Optional.of("Update"),
                        time.map(Instant::parse)));
        DriftDetected event = new DriftDetected(
                new ApplicationId("local", "shop", "web"),
                "uid",
                new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "a"),
                Optional.of("object-uid"),
                change,
                fields,
                Optional.empty(),
                Optional.empty(),
                false,
                DETECTED);
        return new Envelope<>(event, "drift-detector-svc", DETECTED, CHAIN, Optional.empty(), Optional.empty());
    }
}
