package dev.millrace.updater;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.testbed.gitea.GiteaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A repository on a real Gitea, and its users' actions by Gitea's REST API (docs.gitea.com/api/1.26). */
final class ReviewedRepository {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String NAME = "reviewed";
    private static final String ROOT = "/repos/" + GiteaServer.USER + "/" + NAME;

    private final GiteaServer gitea;

    ReviewedRepository(GiteaServer gitea) {
        this.gitea = gitea;
    }

    URI url() {
        return gitea.url().resolve("/" + GiteaServer.USER + "/" + NAME + ".git");
    }

    RepositoryId id() {
        return RepositoryId.parse(url().toString());
    }

    /** Creates it, unless it exists from an earlier start in this JVM. */
    void create() {
        if (send("GET", ROOT, Map.of()).statusCode() == 404) {
            json("POST", "/user/repos", Map.of("name", NAME, "auto_init", true, "default_branch", "main"));
        }
    }

    /** Registers a webhook for pushes in Gitea. */
    void webhook(URI target, String secret) {
        json(
                "POST",
                ROOT + "/hooks",
                Map.of(
                        "type",
                        "gitea",
                        "active",
                        true,
                        "events",
                        List.of("push"),
                        "config",
                        Map.of("url", target.toString(), "content_type", "json", "secret", secret)));
    }

    /** New files on main, in one commit. */
    CommitId add(String message, Map<String, String> files) {
        List<Map<String, String>> changes = files.entrySet().stream()
                .map(file -> Map.of(
                        "operation",
                        "create",
                        "path",
                        file.getKey(),
                        "content",
                        Base64.getEncoder().encodeToString(file.getValue().getBytes(StandardCharsets.UTF_8))))
                .toList();
        JsonNode response =
                json("POST", ROOT + "/contents", Map.of("branch", "main", "message", message, "files", changes));
        return new CommitId(response.at("/commit/sha").asText());
    }

    /** A file of a branch; empty if there is none. */
    String read(String branch, String path) {
        HttpResponse<String> answer = send("GET", ROOT + "/raw/" + path + "?ref=" + encoded(branch), Map.of());
        return answer.statusCode() == 200 ? answer.body() : "";
    }

    CommitId tip(String branch) {
        return new CommitId(json("GET", ROOT + "/branches/" + encoded(branch), Map.of())
                .at("/commit/id")
                .asText());
    }

    CommitId parent(CommitId commit) {
        return new CommitId(json("GET", ROOT + "/git/commits/" + commit, Map.of())
                .at("/parents/0/sha")
                .asText());
    }

    /** All requests from a branch, newest first, in any state. */
    List<JsonNode> requests(String head) {
        return elements(json("GET", ROOT + "/pulls?state=all&sort=newest&limit=50", Map.of()))
                .filter(request -> request.at("/head/ref").asText().equals(head))
                .toList();
    }

    /** Closes a request without merging it. */
    void close(JsonNode request) {
        json("PATCH", ROOT + "/pulls/" + request.path("number").asLong(), Map.of("state", "closed"));
    }

    /**
     * Merges a request, as the button does.
     *
     * @return true if it is merged; Gitea has to check for conflicts first
     */
    boolean merge(JsonNode request) {
        return merge(request, "merge", false);
    }

    /**
     * Merges a request in another way.
     *
     * @param how {@code merge}, {@code squash}, {@code rebase} or {@code rebase-merge}; Gitea gives a squash a message of its own
     * @param deletesBranch true if Gitea deletes the branch of the request then
     */
    boolean merge(JsonNode request, String how, boolean deletesBranch) {
        String path = ROOT + "/pulls/" + request.path("number").asLong() + "/merge";
        Map<String, Object> body = Map.of("Do", how, "delete_branch_after_merge", deletesBranch);
        return send("POST", path, body).statusCode() == 200;
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private JsonNode json(String method, String path, Map<String, ?> body) {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    "gitea: " + method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        try {
            return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, Map<String, ?> body) {
        String user = GiteaServer.USER + ":" + GiteaServer.PASSWORD;
        try {
            HttpRequest.BodyPublisher sent = method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create(gitea.url() + "/api/v1" + path))
                            .timeout(Duration.ofSeconds(30))
                            .header("Content-Type", "application/json")
                            .header(
                                    "Authorization",
                                    "Basic "
                                            + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                            .method(method, sent)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
