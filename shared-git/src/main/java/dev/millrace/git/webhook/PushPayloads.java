package dev.millrace.git.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.webhook.payload.NeededFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Parses the bodies of hosts' push webhooks. An invalid body is an {@link IllegalArgumentException}. */
final class PushPayloads {
    /** All that is read of any host's body. Of a list at most {@link NeededFields#MAX_ELEMENTS} refs are read; the poll finds the others. */
    static final NeededFields FIELDS = NeededFields.of(List.of(
            "/ref",
            "/before",
            "/after",
            "/repository",
            "/repository/clone_url",
            "/repository/git_http_url",
            "/repository/html_url",
            "/repository/ssh_url",
            "/repository/url",
            "/repository/links/html/href",
            "/repository/links/clone/*/name",
            "/repository/links/clone/*/href",
            "/project/git_http_url",
            "/project/git_ssh_url",
            "/event_name",
            "/eventType",
            "/resource/repository/remoteUrl",
            "/resource/repository/sshUrl",
            "/resource/refUpdates/*/name",
            "/resource/refUpdates/*/oldObjectId",
            "/resource/refUpdates/*/newObjectId",
            "/push/changes/*/old/name",
            "/push/changes/*/old/type",
            "/push/changes/*/old/target/hash",
            "/push/changes/*/new/name",
            "/push/changes/*/new/type",
            "/push/changes/*/new/target/hash",
            "/changes/*/ref",
            "/changes/*/ref/id",
            "/changes/*/before",
            "/changes/*/after",
            "/changes/*/fromHash",
            "/changes/*/toHash"));

    private static final List<String> ADDRESSES = List.of(
            "/repository/clone_url", // GitHub, Gitea, Forgejo, Gogs
            "/project/git_http_url", // GitLab
            "/repository/git_http_url",
            "/repository/links/html/href", // Bitbucket Cloud
            "/resource/repository/remoteUrl", // Azure DevOps
            "/repository/html_url",
            "/repository/ssh_url",
            "/project/git_ssh_url",
            "/resource/repository/sshUrl",
            "/repository/url",
            "/repository"); // any sender

    private PushPayloads() {}

    /** One ref that moved: {@code ref}, {@code before}, {@code after}; of all hosts except Bitbucket and Azure DevOps. */
    static List<PushNotice> refs(JsonNode push) {
        return List.of(notice(repository(push), push, "before", "after"));
    }

    /** GitLab, {@code repository_update}: all refs that one push moved. */
    static List<PushNotice> repositoryUpdate(JsonNode update) {
        RepositoryId repository = repository(update);
        return each(update.path("changes"), change -> notice(repository, change, "before", "after"));
    }

    /** Azure DevOps, {@code git.push}. */
    static List<PushNotice> azure(JsonNode event) {
        RepositoryId repository = repository(event);
        return each(
                event.at("/resource/refUpdates"),
                update -> new PushNotice(
                        repository,
                        new GitRef(text(update, "name")),
                        new CommitId(text(update, "oldObjectId")),
                        new CommitId(text(update, "newObjectId"))));
    }

    /** Bitbucket Cloud, {@code repo:push}: the old and new target of each change, by the name of a branch or tag. */
    static List<PushNotice> bitbucketCloud(JsonNode payload) {
        RepositoryId repository = repository(payload);
        return each(payload.at("/push/changes"), change -> {
            JsonNode old = change.path("old");
            JsonNode now = change.path("new");
            JsonNode named = now.isObject() ? now : old;
            String name = text(named, "name");
            GitRef ref = text(named, "type").contains("tag") ? GitRef.tag(name) : GitRef.branch(name);
            return new PushNotice(repository, ref, target(old), target(now));
        });
    }

    private static CommitId target(JsonNode place) {
        return place.isObject() ? new CommitId(text(place.path("target"), "hash")) : CommitId.NONE;
    }

    /** Bitbucket Server and Data Center, {@code repo:refs_changed}. */
    static List<PushNotice> bitbucketServer(JsonNode payload) {
        RepositoryId repository = cloneAddress(payload);
        return each(
                payload.path("changes"),
                change -> new PushNotice(
                        repository,
                        new GitRef(text(change.path("ref"), "id")),
                        new CommitId(text(change, "fromHash")),
                        new CommitId(text(change, "toHash"))));
    }

    private static PushNotice notice(RepositoryId repository, JsonNode change, String before, String after) {
        return new PushNotice(
                repository,
                new GitRef(text(change, "ref")),
                new CommitId(text(change, before)),
                new CommitId(text(change, after)));
    }

    /** Reads each change. An invalid one is left out unless all are invalid, because the others must not be lost with it. */
    private static List<PushNotice> each(JsonNode changes, Function<JsonNode, PushNotice> reader) {
        List<PushNotice> notices = new ArrayList<>();
        List<IllegalArgumentException> invalid = new ArrayList<>();
        for (JsonNode change : list(changes)) {
            try {
                notices.add(reader.apply(change));
            } catch (IllegalArgumentException e) {
                invalid.add(e);
            }
        }
        if (notices.isEmpty() && !invalid.isEmpty()) {
            throw invalid.getFirst();
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
