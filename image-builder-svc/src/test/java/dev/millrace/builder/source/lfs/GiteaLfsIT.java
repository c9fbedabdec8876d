package dev.millrace.builder.source.lfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.builder.source.ExternalSources;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.SourceState;
import dev.millrace.builder.source.SourceUnusable;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.Sha256;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.gitea.GiteaServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git LFS on a real Gitea. */
@WithParts(PartKind.GITEA)
class GiteaLfsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GitRef MAIN = GitRef.branch("main");

    private final GiteaServer gitea;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    GiteaLfsIT(GiteaServer gitea) {
        this.gitea = gitea;
    }

    @Test
    void theContextHasTheContentsAndAMissingOneIsNamed(@TempDir Path temp) throws Exception {
        call("POST", "/api/v1/user/repos", "application/json", """
                {"name": "models", "private": true, "auto_init": true, "default_branch": "main"}""");
        String content = "a model of many bytes\n".repeat(1_000);
        upload(content);
        write("web/model.bin", pointer(content));
        write("api/missing.bin", pointer("never uploaded"));
        // Last, because Gitea itself puts what it writes into Git LFS where the attributes require it.
        write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");

        try (SourceRepository repository = repository(temp)) {
            CommitId tip = ((SourceState.Found) repository.fetch(MAIN)).tip();
            repository.materialise(tip, "web", temp.resolve("web"), 1 << 20);

            assertThat(temp.resolve("web/model.bin")).hasContent(content);
            assertThatExceptionOfType(SourceUnusable.class)
                    .isThrownBy(() -> repository.materialise(tip, "api", temp.resolve("api"), 1 << 20))
                    .withMessageContaining("api/missing.bin")
                    .withMessageContaining("git lfs push");
        }
    }

    private SourceRepository repository(Path temp) {
        Remote remote = Remote.of(address(), new Credentials.Basic(GiteaServer.USER, GiteaServer.PASSWORD));
        LfsStore lfs = new LfsStore(remote, List.of(), temp.resolve("lfs"));
        return new SourceRepository(
                new MirrorHolder(remote, temp.resolve("mirrors")),
                List.of("refs/heads/*"),
                "millrace@millrace.dev",
                new ExternalSources(remote, temp.resolve("submodules"), List.of(), lfs));
    }

    private URI address() {
        return gitea.url().resolve("/" + GiteaServer.USER + "/models.git");
    }

    private static String pointer(String content) {
        return "version https://git-lfs.github.com/spec/v1\noid sha256:" + Sha256.hex(content) + "\nsize "
                + content.getBytes(StandardCharsets.UTF_8).length + "\n";
    }

    private void upload(String content) throws IOException, InterruptedException {
        String oid = Sha256.hex(content);
        JsonNode batch = JSON.readTree(call(
                "POST",
                address().getPath() + "/info/lfs/objects/batch",
                "application/vnd.git-lfs+json",
                "{\"operation\": \"upload\", \"transfers\": [\"basic\"], \"objects\": [{\"oid\": \"" + oid
                        + "\", \"size\": " + content.getBytes(StandardCharsets.UTF_8).length + "}]}"));
        URI upload = URI.create(batch.at("/objects/0/actions/upload/href").asText());
        call("PUT", upload.getPath(), "application/octet-stream", content);
    }

    private void write(String path, String content) throws IOException, InterruptedException {
        call(
                "POST",
                "/api/v1/repos/" + GiteaServer.USER + "/models/contents/" + path,
                "application/json",
                JSON.writeValueAsString(JSON.createObjectNode()
                        .put("branch", "main")
                        .put("message", "Add " + path)
                        .put("content", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)))));
    }

    private String call(String method, String path, String type, String body) throws IOException, InterruptedException {
        String account = GiteaServer.USER + ":" + GiteaServer.PASSWORD;
        var response = http.send(
                HttpRequest.newBuilder(gitea.url().resolve(path))
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)))
                        .header("Content-Type", type)
                        .header("Accept", type.equals("application/octet-stream") ? "*/*" : type)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + ": " + response.body()).isBetween(200, 299);
        return response.body();
    }
}
