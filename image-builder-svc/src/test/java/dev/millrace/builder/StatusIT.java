package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.git.host.HostApi;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.remote.Credentials;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.gitea.GiteaServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The statuses of commits on a real Gitea. */
@QuarkusTest
@TestProfile(ApiProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.GITEA})
class StatusIT extends DeliveryFixture {
    private static final String ROOT = "/repos/" + GiteaServer.USER + "/" + ApiProfile.ANNOUNCED;

    private static final String CONFIGURATION = ".millrace/build.yaml";

    private final URI repository =
            Testbed.shared().gitea().url().resolve("/" + GiteaServer.USER + "/" + ApiProfile.ANNOUNCED + ".git");
    private final HostApi users = new HostApi(
            HostKind.GITEA.api(repository),
            ApiProfile.ANNOUNCED,
            new Credentials.Basic(GiteaServer.USER, GiteaServer.PASSWORD));

    @Test
    void aCommitShowsThatItsBuildIsPendingAndThenItsResult() {
        createRepository();
        write("page", "hello\n", "");
        String dockerfile =
                write("Dockerfile", Delivery.dockerfile("/bin/true"), "").blob();
        Written file = write(CONFIGURATION, delivery.configuration(ApiProfile.ANNOUNCED), "");

        build();

        awaitStatus(file.commit(), "millrace/shop/announced", "success");
        assertBuilt(file.commit());

        String bad = write("Dockerfile", Delivery.dockerfile("/bin/false"), dockerfile)
                .commit();
        build();

        awaitStatus(bad, "millrace/shop/announced", "failure");

        String invalid = write(CONFIGURATION, "images: none\n", file.blob()).commit();
        build();

        awaitStatus(invalid, "millrace/build", "failure");
    }

    private void assertBuilt(String commit) {
        assertThat(statuses(commit))
                .anySatisfy(one -> assertThat(one.path("status").asText()).isEqualTo("pending"))
                .allSatisfy(one ->
                        assertThat(one.path("target_url").asText()).matches("https://builds\\.example/[0-9a-f]{16}"))
                .anySatisfy(one -> assertThat(one.path("description").asText())
                        .startsWith("built sha256:")
                        .endsWith(", tag " + commit.substring(0, 12)));
    }

    private void createRepository() {
        users.send(
                        "creating a repository",
                        "POST",
                        "/user/repos",
                        Map.of("name", ApiProfile.ANNOUNCED, "auto_init", true, "default_branch", "main"))
                .orRefused();
    }

    /** A written file: the id of its blob and the commit. */
    private record Written(String blob, String commit) {}

    private Written write(String path, String content, String replacedBlob) {
        Map<String, String> body = new HashMap<>();
        body.put("content", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
        if (!replacedBlob.isEmpty()) {
            body.put("sha", replacedBlob);
        }
        JsonNode answer = users.send(
                        "writing a file", replacedBlob.isEmpty() ? "POST" : "PUT", ROOT + "/contents/" + path, body)
                .orRefused();
        return new Written(
                answer.at("/content/sha").asText(), answer.at("/commit/sha").asText());
    }

    private void build() {
        assertThat(delivery.command(
                                "POST",
                                "builds",
                                "{\"repository\": \"%s\", \"ref\": \"refs/heads/main\"}".formatted(repository))
                        .statusCode())
                .isEqualTo(202);
    }

    private void awaitStatus(String commit, String context, String state) {
        delivery.eventually(() -> assertThat(statuses(commit)).anySatisfy(one -> {
            assertThat(one.path("context").asText()).isEqualTo(context);
            assertThat(one.path("status").asText()).isEqualTo(state);
        }));
    }

    private List<JsonNode> statuses(String commit) {
        List<JsonNode> all = new ArrayList<>();
        users.get("reading statuses", ROOT + "/commits/" + commit + "/statuses")
                .orRefused()
                .forEach(all::add);
        return all;
    }
}
