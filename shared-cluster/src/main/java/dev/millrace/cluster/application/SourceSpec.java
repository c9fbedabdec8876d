package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.application.reference.LocalReference;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of a repository, and which of its commits is meant: at most one of branch, tag, semver, commit and ref. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceSpec(
        @Required @JsonPropertyDescription("URL of the configuration repository: https://, ssh:// or user@host:path.")
        String repository,

        @JsonPropertyDescription("Branch to follow; main if nothing else is given.") @Nullable
        String branch,

        @JsonPropertyDescription("Tag to follow.") @Nullable String tag,

        @JsonPropertyDescription("Range of versions, such as >=1.0 <2: the newest tag in it is followed.") @Nullable
        String semver,

        @JsonPropertyDescription("The one commit that is meant.") @Pattern("^[0-9a-f]{40}$") @Nullable
        String commit,

        @JsonPropertyDescription("Full ref to follow, such as refs/heads/main.") @Nullable
        String ref,

        @JsonPropertyDescription("Folder in the repository; the root if absent.")
        String path,

        @JsonPropertyDescription(
                "Secret in the Application's namespace: username and password, or token, or ssh-privatekey and known_hosts; and ca.crt where needed. Absent for a public repository.")
        @Nullable
        LocalReference secretRef,

        @JsonPropertyDescription("Whose signatures commits or tags must have; none if absent.") @Nullable
        VerifySpec verify) {

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public SourceSpec {
        path = path == null ? "" : path.strip().replaceAll("^(\\./|/)+|/+$", "");
        if (path.equals(".")) {
            path = "";
        }
    }

    /** A folder at the tip of the branch main of a public repository. */
    public static SourceSpec of(String repository, String path) {
        return new SourceSpec(repository, null, null, null, null, null, path, null, null);
    }

    public URI url() {
        return URI.create(repository);
    }

    public RepositoryId repositoryId() {
        return RepositoryId.parse(repository);
    }

    /** What is followed. */
    public sealed interface Followed {
        record Ref(GitRef ref) implements Followed {}

        /** The newest tag whose version is in the range. */
        record Versions(String range) implements Followed {}

        record Fixed(CommitId commit) implements Followed {}
    }

    /**
     * What is followed; the branch main if nothing is given.
     *
     * @throws IllegalArgumentException if more than one of branch, tag, semver, commit and ref is given, or one is malformed
     */
    public Followed followed() {
        List<Followed> given = Stream.of(
                        given(branch).map(GitRef::branch).map(Followed.Ref::new),
                        given(tag).map(GitRef::tag).map(Followed.Ref::new),
                        given(ref).map(GitRef::new).map(Followed.Ref::new),
                        given(semver).map(Followed.Versions::new),
                        given(commit).map(CommitId::new).map(Followed.Fixed::new))
                .<Followed>flatMap(Optional::stream)
                .toList();
        if (given.size() > 1) {
            throw new IllegalArgumentException(
                    "spec.source: only one of branch, tag, semver, commit and ref can be given");
        }
        return given.isEmpty() ? new Followed.Ref(GitRef.branch("main")) : given.getFirst();
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).filter(t -> !t.isBlank());
    }

    /** The ref to follow. */
    public GitRef gitRef() {
        return switch (followed()) {
            case Followed.Ref(GitRef followed) -> followed;
            case Followed.Versions(String range) ->
                throw new IllegalArgumentException("spec.source.semver can't be followed yet: " + range);
            case Followed.Fixed(CommitId fixed) ->
                throw new IllegalArgumentException("spec.source.commit can't be followed yet: " + fixed);
        };
    }
}
