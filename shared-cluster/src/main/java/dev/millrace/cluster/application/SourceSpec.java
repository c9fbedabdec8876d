package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.application.reference.LocalReference;
import dev.millrace.cluster.application.verify.VerifySpec;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of a repository, and the commit to follow: at most one of branch, tag, semver, commit and ref. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "[has(self.branch), has(self.tag), has(self.semver), has(self.commit), has(self.ref)].filter(given, given).size() <= 1",
        message = "only one of branch, tag, semver, commit and ref can be given")
@ValidationRule(
        value = "!has(self.verify) || self.verify.what == 'commit' || has(self.tag) || has(self.semver)"
                + " || (has(self.ref) && self.ref.startsWith('refs/tags/'))",
        message = "verify.what: tag needs tag or semver")
public record SourceSpec(
        @Required
        @JsonPropertyDescription("URL of the configuration repository: https://, http://, ssh:// or git@host:path.")
        String repository,

        @JsonPropertyDescription("Branch to follow; main if no other is given.") @Nullable
        String branch,

        @JsonPropertyDescription("Tag to follow.") @Nullable String tag,

        @JsonPropertyDescription(
                "Range of versions, such as '>=1.2.0 <2': the newest tag in it is followed. Pre-releases only if the range names one, as in '>=1.2.0-0'.")
        @Nullable
        String semver,

        @JsonPropertyDescription("Commit to stay at, 40 hexadecimal digits.") @Pattern("[0-9a-f]{40}") @Nullable
        String commit,

        @JsonPropertyDescription("Full ref to follow, such as refs/heads/main.") @Nullable
        String ref,

        @JsonPropertyDescription("Folder in the repository; the root if absent.")
        String path,

        @JsonPropertyDescription(
                "Secret in the Application's namespace with keys username and password, or token; ssh-privatekey and known_hosts for SSH; ca.crt for a private certificate authority. Absent for a public repository.")
        @Nullable
        LocalReference secretRef,

        @Default("false")
        @JsonPropertyDescription(
                "Follows a branch whose history was rewritten, such as one that is rebased and force-pushed, without confirmation.")
        Boolean followRewrites,

        @JsonPropertyDescription("The required signatures; absent if none is required.") @Nullable
        VerifySpec verify) {

    private static final java.util.regex.Pattern SCP =
            java.util.regex.Pattern.compile("(?<host>[^@/:]+@[^/:@]+):(?!/)(?<path>.+)");

    private static final List<String> SCHEMES = List.of("https://", "http://", "ssh://");

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public SourceSpec {
        path = path == null ? "" : relative(path.strip());
        followRewrites = followRewrites != null && followRewrites;
    }

    /** Returns a path without its first {@code ./} and slashes, and without its last slashes. Reads each character once, however long the path is. */
    private static String relative(String path) {
        int from = 0;
        while (path.startsWith("/", from) || path.startsWith("./", from)) {
            from += path.charAt(from) == '/' ? 1 : 2;
        }
        int to = path.length();
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return path.substring(from, to).equals(".") ? "" : path.substring(from, to);
    }

    /** Returns a folder at the tip of the branch main of a public repository. */
    public static SourceSpec of(String repository, String path) {
        return new SourceSpec(repository, null, null, null, null, null, path, null, false, null);
    }

    /**
     * Returns the repository's address: HTTP, HTTPS or SSH. {@code git@host:path} is {@code ssh://git@host/path}.
     *
     * @throws IllegalArgumentException for any other address; the message holds no user info
     */
    public URI url() {
        Matcher scp = SCP.matcher(repository);
        String url = scp.matches() ? "ssh://" + scp.group("host") + "/" + scp.group("path") : repository;
        try {
            if (SCHEMES.stream().anyMatch(url::startsWith)) {
                return new URI(url);
            }
        } catch (URISyntaxException e) {
            // the exception's message may contain a password
        }
        throw new IllegalArgumentException(
                "spec.source.repository must be a URL that begins with https://, http:// or ssh://, or git@<host>:<path>");
    }

    public RepositoryId repositoryId() {
        return RepositoryId.parse(repository);
    }

    /**
     * Returns the branch, tag or other ref to follow; empty if a range of versions or a commit is given instead.
     *
     * @throws IllegalArgumentException if more than one of these is given, or a ref is malformed
     */
    public Optional<GitRef> gitRef() {
        List<GitRef> refs = Stream.of(
                        given(branch).map(GitRef::branch),
                        given(tag).map(GitRef::tag),
                        given(ref).map(GitRef::new))
                .flatMap(Optional::stream)
                .toList();
        long others = Stream.of(given(semver), given(commit))
                .filter(Optional::isPresent)
                .count();
        if (refs.size() + others > 1) {
            throw new IllegalArgumentException(
                    "spec.source: only one of branch, tag, semver, commit and ref can be given");
        }
        return others == 1 ? Optional.empty() : Optional.of(refs.isEmpty() ? GitRef.branch("main") : refs.getFirst());
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).filter(t -> !t.isBlank());
    }
}
