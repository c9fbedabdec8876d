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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The senders that name their event in the body; the bodies are shortened from the hosts' documentation. */
class AzureAndSystemHooksTest {
    private static final String SECRET = "a secret: with a colon, and a comma";
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));
    private static final RepositoryId WEB = new RepositoryId("dev.azure.com/shop/our%20project/_git/web");

    private static final String AZURE = """
            {"subscriptionId": "00000000-0000-0000-0000-000000000000", "notificationId": 1,
             "eventType": "git.push", "publisherId": "tfs", "message": {"text": "Dana pushed updates to web:main."},
             "resource": {"commits": [{"commitId": "%2$s"}],
               "refUpdates": [
                 {"name": "refs/heads/main", "oldObjectId": "%1$s", "newObjectId": "%2$s"},
                 {"name": "refs/tags/v1.0.0", "oldObjectId": "%3$s", "newObjectId": "%2$s"},
                 {"name": "refs/heads/gone", "oldObjectId": "%1$s", "newObjectId": "%3$s"}],
               "repository": {"id": "278d5cd2", "name": "web", "defaultBranch": "refs/heads/main",
                 "url": "https://dev.azure.com/shop/_apis/git/repositories/278d5cd2",
                 "remoteUrl": "https://shop@dev.azure.com/shop/Our%%20Project/_git/web"},
               "pushId": 14, "url": "https://dev.azure.com/shop/_apis/git/repositories/278d5cd2/pushes/14"},
             "resourceVersion": "1.0"}
            """.formatted(A, B, CommitId.NONE);

    private static final String SYSTEM = """
            {"event_name": "%s", "before": "%s", "after": "%s", "ref": "%s", "user_id": 4,
             "project": {"name": "Web", "git_ssh_url": "git@gitlab.example:shop/web.git",
               "git_http_url": "https://gitlab.example/shop/web.git"}, "total_commits_count": 4}
            """;

    private static final String UPDATE = """
            {"event_name": "repository_update", "user_id": 1, "project_id": 1,
             "project": {"git_http_url": "https://gitlab.example/shop/web.git"},
             "changes": [{"before": "%1$s", "after": "%2$s", "ref": "refs/heads/main"},
                         {"before": "%3$s", "after": "%2$s", "ref": "refs/tags/v1"}],
             "refs": ["refs/heads/main", "refs/tags/v1"]}
            """.formatted(A, B, CommitId.NONE);

    @Test
    void azureSendsSeveralRefsAtOnce() {
        assertThat(verify(basic("any:" + SECRET), AZURE))
                .isEqualTo(new Accepted(List.of(
                        new PushNotice(WEB, GitRef.branch("main"), A, B),
                        new PushNotice(WEB, GitRef.tag("v1.0.0"), CommitId.NONE, B),
                        new PushNotice(WEB, GitRef.branch("gone"), A, CommitId.NONE))));
    }

    @Test
    void thePasswordOfAzureIsTheSecret() {
        assertThat(verify(basic(":" + SECRET), AZURE)).isInstanceOf(Accepted.class);
        for (String credentials :
                List.of("", ":", "any:", SECRET, SECRET + ":any", "any:" + SECRET + " ", "any:any:" + SECRET)) {
            assertThat(verify(basic(credentials), AZURE)).as(credentials).isEqualTo(new Forged());
        }
        assertThat(verify(Map.of("authorization", "Basic ???"), AZURE)).isEqualTo(new Forged());
        assertThat(verify(Map.of("authorization", "Bearer " + SECRET), AZURE)).isEqualTo(new Unsigned());
    }

    @ParameterizedTest
    @ValueSource(strings = {"git.pullrequest.created", "build.complete", "ms.vss-code.git-push", "push"})
    void otherEventsOfAzureAreIgnored(String event) {
        assertThat(verify(basic("any:" + SECRET), AZURE.replace("git.push", event)))
                .isEqualTo(new Ignored("event " + event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"eventType\": \"git.push\"}",
                "{\"eventType\": \"git.push\", \"resource\": {\"url\": \"x\"}}",
                "{\"eventType\": 7}"
            })
    void anAzureEventWithoutDetailsIsMalformed(String body) {
        assertThat(verify(basic("any:" + SECRET), body)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({"push, refs/heads/main", "tag_push, refs/tags/v1"})
    void aSystemHookOfGitLabIsAPush(String event, String ref) {
        assertThat(verify(system(), SYSTEM.formatted(event, A, B, ref)))
                .isEqualTo(new Accepted(
                        List.of(new PushNotice(new RepositoryId("gitlab.example/shop/web"), new GitRef(ref), A, B))));
    }

    @Test
    void aRepositoryUpdateOfGitLabNamesAllRefs() {
        RepositoryId web = new RepositoryId("gitlab.example/shop/web");

        assertThat(verify(system(), UPDATE))
                .isEqualTo(new Accepted(List.of(
                        new PushNotice(web, GitRef.branch("main"), A, B),
                        new PushNotice(web, GitRef.tag("v1"), CommitId.NONE, B))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"project_create", "user_add_to_team", "merge_request", "key_create", "Push"})
    void otherSystemHooksAreIgnored(String event) {
        assertThat(verify(system(), SYSTEM.formatted(event, A, B, "refs/heads/main")))
                .isEqualTo(new Ignored("event " + event));
    }

    @Test
    void aSystemHookNeedsTheToken() {
        String body = SYSTEM.formatted("push", A, B, "refs/heads/main");

        assertThat(verify(Map.of("x-gitlab-event", "System Hook"), body)).isEqualTo(new Unsigned());
        assertThat(verify(Map.of("x-gitlab-event", "System Hook", "x-gitlab-token", "another"), body))
                .isEqualTo(new Forged());
    }

    private static Map<String, String> system() {
        return Map.of("x-gitlab-event", "System Hook", "x-gitlab-token", SECRET);
    }

    private static Map<String, String> basic(String credentials) {
        return Map.of(
                "authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private static WebhookVerdict verify(Map<String, String> headers, String body) {
        return PushWebhooks.verify(headers, body.getBytes(StandardCharsets.UTF_8), List.of("another one", SECRET));
    }
}
