package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import io.fabric8.generator.annotation.Required;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A folder at the tip of a branch or at a tag. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceSpec(
        @Required @JsonPropertyDescription("URL of the configuration repository.")
        String repository,

        @JsonPropertyDescription("Branch to follow; main if neither branch nor ref is given.") @Nullable
        String branch,

        @JsonPropertyDescription("Full ref to follow instead of a branch, such as refs/tags/v1.") @Nullable
        String ref,

        @JsonPropertyDescription("Folder in the repository; the root if absent.")
        String path,

        @JsonPropertyDescription(
                "Secret in the Application's namespace with keys username and password; absent for a public repository.")
        @Nullable
        LocalReference secretRef) {

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public SourceSpec {
        path = path == null ? "" : path.strip().replaceAll("^(\\./|/)+|/+$", "");
        if (path.equals(".")) {
            path = "";
        }
    }

    public URI url() {
        return URI.create(repository);
    }

    public RepositoryId repositoryId() {
        return RepositoryId.parse(repository);
    }

    /** The ref to follow. */
    public GitRef gitRef() {
        if (ref != null && !ref.isBlank()) {
            return new GitRef(ref);
        }
        return GitRef.branch(branch == null || branch.isBlank() ? "main" : branch);
    }
}
