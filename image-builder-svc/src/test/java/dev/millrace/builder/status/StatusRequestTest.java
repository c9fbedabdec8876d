package dev.millrace.builder.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.status.CommitStatus.State;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.host.HostKind;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The requests, as each host documents them. */
class StatusRequestTest {
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final CommitId COMMIT = new CommitId(ID);
    private static final String LOG = "https://builds.example/builds/4f/log";

    static final List<Arguments> REQUESTS = List.of(
            Arguments.of(
                    HostKind.GITHUB,
                    "https://github.com/Shop/web.git",
                    "/repos/Shop/web/statuses/" + ID,
                    Map.of("state", "success", "context", "millrace/shop/web", "target_url", LOG)),
            Arguments.of(
                    HostKind.GITEA,
                    "https://git.example/shop/web",
                    "/repos/shop/web/statuses/" + ID,
                    Map.of("state", "success", "context", "millrace/shop/web", "target_url", LOG)),
            Arguments.of(
                    HostKind.GITLAB,
                    "https://gitlab.com/group/sub/web.git",
                    "/projects/group%2Fsub%2Fweb/statuses/" + ID,
                    Map.of("state", "success", "name", "millrace/shop/web", "ref", "main", "target_url", LOG)),
            Arguments.of(
                    HostKind.BITBUCKET_CLOUD,
                    "https://bitbucket.org/shop/web.git",
                    "/repositories/shop/web/commit/" + ID + "/statuses/build",
                    Map.of("state", "SUCCESSFUL", "key", "millrace/shop/web", "name", "millrace/shop/web", "url", LOG)),
            Arguments.of(
                    HostKind.BITBUCKET_SERVER,
                    "https://git.example/bitbucket/scm/SHOP/web.git",
                    "/projects/SHOP/repos/web/commits/" + ID + "/builds",
                    Map.of(
                            "state", "SUCCESSFUL",
                            "key", "millrace/shop/web",
                            "name", "millrace/shop/web",
                            "ref", "refs/heads/main",
                            "url", LOG)));

    @ParameterizedTest
    @FieldSource("REQUESTS")
    void eachHostGetsItsOwnForm(HostKind kind, String repository, String path, Map<String, String> fields) {
        Map<String, String> expected = new HashMap<>(fields);
        expected.put("description", "built");

        StatusRequest request = StatusRequest.of(kind, URI.create(repository), status(State.SUCCESS, "main", true));

        assertThat(request).isEqualTo(new StatusRequest(path, expected));
    }

    @ParameterizedTest
    @CsvSource({
        "GITHUB, pending, success, failure",
        "GITEA, pending, success, failure",
        "GITLAB, pending, success, failed",
        "BITBUCKET_CLOUD, INPROGRESS, SUCCESSFUL, FAILED",
        "BITBUCKET_SERVER, INPROGRESS, SUCCESSFUL, FAILED",
    })
    void eachHostHasItsOwnWordsForStates(HostKind kind, String pending, String success, String failure) {
        assertThat(List.of(State.PENDING, State.SUCCESS, State.FAILURE))
                .extracting(state -> StatusRequest.of(
                                kind, URI.create("https://git.example/shop/web"), status(state, "main", true))
                        .body()
                        .get("state"))
                .containsExactly(pending, success, failure);
    }

    @ParameterizedTest
    @CsvSource({
        "GITHUB, https://github.com/shop/web.git, target_url,",
        "GITLAB, https://gitlab.com/shop/web.git, target_url,",
        "GITEA, https://git.example/shop/web.git, target_url,",
        "BITBUCKET_CLOUD, https://bitbucket.org/shop/web.git, url, https://bitbucket.org/shop/web/commits/" + ID,
        "BITBUCKET_SERVER, https://git.example:8443/ctx/scm/SHOP/web.git, url,"
                + " https://git.example:8443/ctx/projects/SHOP/repos/web/commits/" + ID,
    })
    void withoutALogAddressOnlyHostsThatRequireOneGetTheCommitsPage(
            HostKind kind, String repository, String field, String page) {
        Map<String, String> body = StatusRequest.of(kind, URI.create(repository), status(State.PENDING, "main", false))
                .body();

        assertThat(Optional.ofNullable(body.get(field))).isEqualTo(Optional.ofNullable(page));
    }

    @Test
    void theRefOfAPullRequestIsNotSent() {
        CommitStatus status = new CommitStatus(
                COMMIT, new GitRef("refs/pull/7/head"), "millrace/web", State.SUCCESS, "passed", Optional.empty());

        assertThat(List.of(HostKind.GITLAB, HostKind.BITBUCKET_SERVER)).allSatisfy(kind -> assertThat(
                        StatusRequest.of(kind, URI.create("https://git.example/shop/web"), status)
                                .body())
                .doesNotContainKey("ref"));
    }

    private static CommitStatus status(State state, String branch, boolean hasLog) {
        return new CommitStatus(
                COMMIT,
                GitRef.branch(branch),
                "millrace/shop/web",
                state,
                "built",
                hasLog ? Optional.of(URI.create(LOG)) : Optional.empty());
    }
}
