package dev.millrace.git.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.webhook.WebhookVerdict.Accepted;
import dev.millrace.git.webhook.WebhookVerdict.Forged;
import dev.millrace.git.webhook.WebhookVerdict.Ignored;
import dev.millrace.git.webhook.WebhookVerdict.Malformed;
import dev.millrace.git.webhook.WebhookVerdict.Unsigned;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushWebhooksTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);
    private static final String WEB = "\"repository\":{\"clone_url\":\"https://github.com/Shop/Web.git\"}";

    /** The example of GitHub's "Validating webhook deliveries". */
    @Test
    void theSignatureIsTheOneThatGitHubDocuments() {
        Map<String, String> headers = Map.of(
                "x-github-event",
                "ping",
                "x-hub-signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

        WebhookVerdict verdict = PushWebhooks.verify(headers, bytes("Hello, World!"), List.of(SECRET));

        assertThat(verdict).isInstanceOf(Ignored.class);
    }

    @ParameterizedTest
    @CsvSource({
        "refs/heads/main, aaaa, bbbb",
        "refs/heads/feature/x, 0000, bbbb",
        "refs/heads/main, aaaa, 0000",
        "refs/tags/v1.2.3, 0000, bbbb",
    })
    void aPushNamesTheRefWithItsOldAndNewCommit(String ref, String before, String after) {
        String body = push(ref, before.repeat(10), after.repeat(10));

        for (Map<String, String> headers : List.of(gitHub("push", body), gitea("push", body))) {
            assertThat(verify(headers, body))
                    .isEqualTo(new Accepted(List.of(new PushNotice(
                            new RepositoryId("github.com/shop/web"),
                            new GitRef(ref),
                            new CommitId(before.repeat(10)),
                            new CommitId(after.repeat(10))))));
        }
    }

    @Test
    void giteasOwnSignatureIsEnough() {
        String body = push("refs/heads/main", A, B);
        Map<String, String> headers = new HashMap<>(gitea("push", body));
        headers.remove("x-hub-signature-256");
        headers.remove("x-github-event");

        assertThat(verify(headers, body)).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @MethodSource
    void theRepositoryIsReadFromTheFirstAvailableAddress(String repository, String expected) {
        String body = "{\"ref\":\"refs/heads/main\",\"before\":\"%s\",\"after\":\"%s\",\"repository\":%s}"
                .formatted(A, B, repository);

        assertThat(verify(gitHub("push", body), body)).isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(
                        accepted.pushes().getFirst().repository())
                .hasToString(expected));
    }

    static Stream<Arguments> theRepositoryIsReadFromTheFirstAvailableAddress() {
        return Stream.of(
                Arguments.of(
                        "{\"html_url\":\"https://h.example/x/y\",\"clone_url\":\"https://c.example/x/y.git\"}",
                        "c.example/x/y"),
                Arguments.of("{\"clone_url\":null,\"html_url\":\"https://h.example/x/y\"}", "h.example/x/y"),
                Arguments.of("{\"clone_url\":\"\",\"ssh_url\":\"git@s.example:x/y.git\"}", "s.example/x/y"));
    }

    @Test
    void anyOfTheSecretsMayHaveSigned() {
        String body = push("refs/heads/main", A, B);

        WebhookVerdict verdict =
                PushWebhooks.verify(gitHub("push", body), bytes(body), List.of("the new one", SECRET, "another"));

        assertThat(verdict).isInstanceOf(Accepted.class);
    }

    @Test
    void withoutASecretEverythingIsForged() {
        String body = push("refs/heads/main", A, B);

        assertThat(PushWebhooks.verify(gitHub("push", body), bytes(body), List.of()))
                .isEqualTo(new Forged());
    }

    @ParameterizedTest
    @ValueSource(strings = {"push", "ping"})
    void aChangedBodyIsForgedWhateverItsContent(String event) {
        Map<String, String> headers = gitHub(event, push("refs/heads/main", A, B));

        assertThat(verify(headers, push("refs/heads/main", A, A))).isEqualTo(new Forged());
        assertThat(verify(headers, "not even JSON")).isEqualTo(new Forged());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256=", "sha256=00", "sha256=zz", "sha256=%s0", "sha256=é"})
    void aMalformedSignatureIsForged(String signature) {
        String body = push("refs/heads/main", A, B);
        Map<String, String> headers =
                Map.of("x-github-event", "push", "x-hub-signature-256", signature.formatted(hmac(body)));

        assertThat(verify(headers, body)).isEqualTo(new Forged());
    }

    @Test
    void theOldSignatureOfGitHubIsNotAccepted() {
        String body = push("refs/heads/main", A, B);

        assertThat(verify(Map.of("x-github-event", "push", "x-hub-signature", "sha1=" + "0".repeat(40)), body))
                .isEqualTo(new Unsigned());
        assertThat(verify(Map.of("x-github-event", "push"), body)).isEqualTo(new Unsigned());
        assertThat(verify(Map.of(), body)).isEqualTo(new Unsigned());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "pull_request", "create", "delete", "PUSH"})
    void otherEventsAreIgnored(String event) {
        String body = "{\"zen\":\"Keep it logically awesome.\"}";

        assertThat(verify(gitHub(event, body), body)).isEqualTo(new Ignored("event " + event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "{",
                "[]",
                "null",
                "7",
                "{}",
                "{\"ref\":\"refs/heads/main\"}",
                "payload=%7B%7D",
                "{\"ref\":7,\"before\":\"A\",\"after\":\"B\",WEB}",
                "{\"ref\":\"main\",\"before\":\"A\",\"after\":\"B\",WEB}",
                "{\"ref\":\"refs/heads/../x\",\"before\":\"A\",\"after\":\"B\",WEB}",
                "{\"ref\":\"refs/heads/main\",\"before\":\"x\",\"after\":\"B\",WEB}",
                "{\"ref\":\"refs/heads/main\",\"before\":\"A\",WEB}",
                "{\"ref\":\"refs/heads/main\",\"before\":\"A\",\"after\":\"B\"}",
                "{\"ref\":\"refs/heads/main\",\"before\":\"A\",\"after\":\"B\",\"repository\":{\"clone_url\":\"x\"}}",
            })
    void aSignedBodyThatIsNotAPushIsMalformed(String template) {
        String body = template.replace("\"A\"", "\"" + A + "\"")
                .replace("\"B\"", "\"" + B + "\"")
                .replace("WEB", WEB);

        assertThat(verify(gitHub("push", body), body)).isInstanceOf(Malformed.class);
    }

    @Test
    void anEndlesslyNestedBodyIsMalformed() {
        String body = "[".repeat(200_000);

        assertThat(verify(gitHub("push", body), body)).isInstanceOf(Malformed.class);
    }

    private static WebhookVerdict verify(Map<String, String> headers, String body) {
        return PushWebhooks.verify(headers, bytes(body), List.of(SECRET));
    }

    private static String push(String ref, String before, String after) {
        return "{\"ref\":\"%s\",\"before\":\"%s\",\"after\":\"%s\",%s,\"commits\":[]}"
                .formatted(ref, before, after, WEB);
    }

    private static Map<String, String> gitHub(String event, String body) {
        return Map.of("x-github-event", event, "x-hub-signature-256", "sha256=" + hmac(body));
    }

    private static Map<String, String> gitea(String event, String body) {
        return Map.of(
                "x-gitea-event",
                event,
                "x-gitea-signature",
                hmac(body),
                "x-github-event",
                event,
                "x-hub-signature-256",
                "sha256=" + hmac(body));
    }

    private static String hmac(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(SECRET), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes(body)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
