package dev.millrace.git.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Parses the bodies of hosts' push webhooks. An invalid body is an {@link IllegalArgumentException}. */
final class PushPayloads {
    private static final List<String> ADDRESSES = List.of(
            "/repository/clone_url", // GitHub, Gitea, Forgejo, Gogs
            "/project/git_http_url", // GitLab
            "/repository/git_http_url",
            "/repository/links/html/href", // Bitbucket Cloud
            "/repository/html_url",
            "/repository/ssh_url",
            "/project/git_ssh_url",
            "/repository/url",
            "/repository"); // any sender

    private PushPayloads() {}

    /** One ref that moved: {@code ref}, {@code before}, {@code after}; of all hosts except Bitbucket. */
    static List<PushNotice> refs(JsonNode push) {
        return List.of(new PushNotice(
                repository(push),
                new GitRef(text(push, "ref")),
                new CommitId(text(push, "before")),
                new CommitId(text(push, "after"))));
    }

    /** Bitbucket Cloud, {@code repo:push}: the old and new target of each change, by the name of a branch or tag. */
    static List<PushNotice> bitbucketCloud(JsonNode payload) {
        RepositoryId repository = repository(payload);
        List<PushNotice> notices = new ArrayList<>();
        for (JsonNode change : list(payload.at("/push/changes"))) {
            JsonNode old = change.path("old");
            JsonNode now = change.path("new");
            JsonNode named = now.isObject() ? now : old;
            String name = text(named, "name");
            GitRef ref = text(named, "type").contains("tag") ? GitRef.tag(name) : GitRef.branch(name);
            notices.add(new PushNotice(repository, ref, target(old), target(now)));
        }
        return notices;
    }

    private static CommitId target(JsonNode place) {
        return place.isObject() ? new CommitId(text(place.path("target"), "hash")) : CommitId.NONE;
    }

    /** Bitbucket Server and Data Center, {@code repo:refs_changed}. */
    static List<PushNotice> bitbucketServer(JsonNode payload) {
        RepositoryId repository = cloneAddress(payload);
        List<PushNotice> notices = new ArrayList<>();
        for (JsonNode change : list(payload.path("changes"))) {
            notices.add(new PushNotice(
                    repository,
                    new GitRef(text(change.path("ref"), "id")),
                    new CommitId(text(change, "fromHash")),
                    new CommitId(text(change, "toHash"))));
        }
        return notices;
    }

    /** The clone address, by HTTP if possible, else by SSH. */
    private static RepositoryId cloneAddress(JsonNode payload) {
        List<JsonNode> links = list(payload.at("/repository/links/clone"));
        return Stream.concat(
                        links.stream()
                                .filter(link -> link.path("name").asText("").startsWith("http")),
                        links.stream())
                .flatMap(link -> parsed(link.path("href")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the payload names no repository"));
    }

    private static RepositoryId repository(JsonNode payload) {
        return ADDRESSES.stream()
                .flatMap(address -> parsed(payload.at(address)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the payload names no repository"));
    }

    private static Stream<RepositoryId> parsed(JsonNode url) {
        try {
            return url.isTextual() ? Stream.of(RepositoryId.parse(url.asText())) : Stream.empty();
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("the payload has no list of changes");
        }
        return List.copyOf(array.valueStream().toList());
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the payload has no " + field);
        }
        return value.asText();
    }
}
