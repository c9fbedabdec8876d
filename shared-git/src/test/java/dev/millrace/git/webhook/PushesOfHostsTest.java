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
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signatures and payloads of each host; the bodies are shortened from its documentation. */
class PushesOfHostsTest {
    private static final String SECRET = "a long and random text";
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));
    private static final GitRef MAIN = GitRef.branch("main");

    private static final String GITLAB = """
            {"object_kind": "push", "event_name": "push", "ref": "refs/heads/main",
             "before": "%s", "after": "%s", "checkout_sha": "%s",
             "project": {"id": 15, "path_with_namespace": "Shop/Web", "web_url": "http://gitlab.example/shop/web",
               "git_ssh_url": "git@gitlab.example:shop/web.git", "git_http_url": "https://gitlab.example/shop/web.git"},
             "repository": {"name": "Web", "url": "git@gitlab.example:shop/web.git"}, "commits": []}
            """.formatted(A, B, B);

    private static final String CLOUD = """
            {"actor": {"type": "user"},
             "repository": {"type": "repository", "full_name": "shop/web", "links": {
               "self": {"href": "https://api.bitbucket.org/2.0/repositories/shop/web"},
               "html": {"href": "https://bitbucket.org/shop/web"}}},
             "push": {"changes": [
               {"new": {"type": "branch", "name": "main", "target": {"type": "commit", "hash": "%2$s"}},
                "old": {"type": "branch", "name": "main", "target": {"type": "commit", "hash": "%1$s"}}, "forced": false},
               {"new": {"type": "tag", "name": "v1", "target": {"type": "commit", "hash": "%2$s"}}, "old": null, "created": true},
               {"new": {"type": "annotated_tag", "name": "v2", "target": {"type": "commit", "hash": "%2$s"}}, "old": null},
               {"new": null, "old": {"type": "branch", "name": "gone", "target": {"hash": "%1$s"}}, "closed": true}]}}
            """.formatted(A, B);

    private static final String SERVER = """
            {"eventKey": "repo:refs_changed", "actor": {"name": "dana"},
             "repository": {"slug": "web", "project": {"key": "SHOP"}, "links": {"clone": [
                 {"href": "ssh://git@bitbucket.example:7999/shop/web.git", "name": "ssh"},
                 {"href": "https://bitbucket.example/scm/shop/web.git", "name": "http"}],
               "self": [{"href": "https://bitbucket.example/projects/SHOP/repos/web/browse"}]}},
             "changes": [{"ref": {"id": "refs/heads/main", "displayId": "main", "type": "BRANCH"}, "refId": "refs/heads/main",
                 "fromHash": "%1$s", "toHash": "%2$s", "type": "UPDATE"},
               {"ref": {"id": "refs/tags/v1", "displayId": "v1", "type": "TAG"}, "refId": "refs/tags/v1",
                 "fromHash": "%3$s", "toHash": "%2$s", "type": "ADD"}]}
            """.formatted(A, B, CommitId.NONE);

    private static final String ANY = """
            {"repository": "https://git.example/shop/web.git", "ref": "refs/heads/main", "before": "%s", "after": "%s"}
            """.formatted(A, B);

    @ParameterizedTest
    @ValueSource(strings = {"Push Hook", "Tag Push Hook"})
    void gitLabsTokenIsTheSecretItself(String event) {
        Map<String, String> headers = Map.of("x-gitlab-event", event, "x-gitlab-token", SECRET);

        assertThat(verify(headers, GITLAB)).isEqualTo(moved("gitlab.example/shop/web"));
    }

    @Test
    void anotherTokenOfGitLabIsForged() {
        for (String token : List.of("", SECRET + " ", SECRET.substring(1))) {
            assertThat(verify(Map.of("x-gitlab-event", "Push Hook", "x-gitlab-token", token), GITLAB))
                    .isEqualTo(new Forged());
        }
        assertThat(verify(Map.of("x-gitlab-event", "Push Hook"), GITLAB)).isEqualTo(new Unsigned());
    }

    @ParameterizedTest
    @CsvSource({"a plain text", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void gitLabsSigningTokenSignsIdTimeAndBody(String secret) {
        byte[] key = secret.startsWith("whsec_")
                ? Base64.getDecoder().decode(secret.substring("whsec_".length()))
                : bytes(secret);
        Map<String, String> headers = new HashMap<>(Map.of(
                "x-gitlab-event", "Push Hook",
                "webhook-id", "f5e5f430-f57b-4e6e-9fac-d9128cd7232f",
                "webhook-timestamp", "1795405507"));
        String signed = "f5e5f430-f57b-4e6e-9fac-d9128cd7232f.1795405507." + GITLAB;
        headers.put("webhook-signature", "v1a,AAAA v1," + Base64.getEncoder().encodeToString(hmac(signed, key)));

        assertThat(PushWebhooks.verify(headers, bytes(GITLAB), List.of(secret)))
                .isEqualTo(moved("gitlab.example/shop/web"));

        headers.put("webhook-timestamp", "1795405508");
        assertThat(PushWebhooks.verify(headers, bytes(GITLAB), List.of(secret))).isEqualTo(new Forged());
    }

    /** The example of the specification's libraries. */
    @Test
    void theStandardSignatureMatchesItsSpecification() {
        Map<String, String> headers = Map.of(
                "webhook-id",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp",
                "1614265330",
                "webhook-signature",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

        WebhookVerdict verdict = PushWebhooks.verify(
                headers, bytes("{\"test\": 2432232314}"), List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        assertThat(verdict).isEqualTo(new Ignored("no event header"));
    }

    @Test
    void bitbucketCloudSendsSeveralRefsAtOnce() {
        RepositoryId web = new RepositoryId("bitbucket.org/shop/web");

        assertThat(verify(bitbucket("repo:push", CLOUD), CLOUD))
                .isEqualTo(new Accepted(List.of(
                        new PushNotice(web, MAIN, A, B),
                        new PushNotice(web, GitRef.tag("v1"), CommitId.NONE, B),
                        new PushNotice(web, GitRef.tag("v2"), CommitId.NONE, B),
                        new PushNotice(web, GitRef.branch("gone"), A, CommitId.NONE))));
    }

    @Test
    void bitbucketServerNamesTheHttpCloneAddress() {
        RepositoryId web = new RepositoryId("bitbucket.example/scm/shop/web");

        assertThat(verify(bitbucket("repo:refs_changed", SERVER), SERVER))
                .isEqualTo(new Accepted(List.of(
                        new PushNotice(web, MAIN, A, B), new PushNotice(web, GitRef.tag("v1"), CommitId.NONE, B))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"diagnostics:ping", "pr:opened", "pullrequest:created", "repo:fork"})
    void otherEventsOfBitbucketAreIgnored(String event) {
        assertThat(verify(bitbucket(event, "{}"), "{}")).isEqualTo(new Ignored("event " + event));
    }

    @Test
    void aChangedBodyIsForgedForEverySender() {
        assertThat(verify(bitbucket("repo:push", CLOUD), SERVER)).isEqualTo(new Forged());
        assertThat(verify(bitbucket("repo:refs_changed", SERVER), CLOUD)).isEqualTo(new Forged());
        assertThat(verify(Map.of("x-signature", "sha256=" + hex(ANY)), GITLAB)).isEqualTo(new Forged());
    }

    @Test
    void anySenderMaySignTheBodyByItself() {
        assertThat(verify(Map.of("x-signature", "sha256=" + hex(ANY)), ANY)).isEqualTo(moved("git.example/shop/web"));
        assertThat(verify(Map.of("x-signature", hex(ANY)), ANY)).isEqualTo(new Unsigned());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-forgejo", "x-gogs"})
    void forgejoAndGogsSignAsGiteaDoes(String host) {
        String body =
                ANY.replace("\"https://git.example/shop/web.git\"", "{\"clone_url\": \"https://f.example/x/y.git\"}");

        assertThat(verify(Map.of(host + "-event", "push", host + "-signature", hex(body)), body))
                .isEqualTo(moved("f.example/x/y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"push\": {}}",
                "{\"push\": {\"changes\": []}}",
                "{\"repository\": {\"links\": {\"html\": {\"href\": \"https://bitbucket.org/a/b\"}}}, \"push\": {\"changes\": [{}]}}",
                "{\"repository\": {\"links\": {\"html\": {\"href\": \"https://bitbucket.org/a/b\"}}}, \"push\": {\"changes\": 7}}",
                "{\"repository\": {\"links\": {\"clone\": [{\"name\": \"http\"}]}}, \"changes\": []}",
                "{\"repository\": {\"links\": {\"clone\": 7}}, \"changes\": []}",
                "{\"repository\": {\"slug\": \"b\", \"project\": {\"key\": \"A\"}}, \"changes\": []}",
            })
    void aSignedBodyOfBitbucketThatIsNotAPushIsMalformed(String body) {
        for (String event : List.of("repo:push", "repo:refs_changed")) {
            assertThat(verify(bitbucket(event, body), body)).isInstanceOf(Malformed.class);
        }
    }

    private static WebhookVerdict moved(String repository) {
        return new Accepted(List.of(new PushNotice(new RepositoryId(repository), MAIN, A, B)));
    }

    private static WebhookVerdict verify(Map<String, String> headers, String body) {
        return PushWebhooks.verify(headers, bytes(body), List.of("the new one", SECRET));
    }

    private static Map<String, String> bitbucket(String event, String body) {
        return Map.of("x-event-key", event, "x-hub-signature", "sha256=" + hex(body));
    }

    private static String hex(String body) {
        return HexFormat.of().formatHex(hmac(body, bytes(SECRET)));
    }

    private static byte[] hmac(String over, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(over));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
