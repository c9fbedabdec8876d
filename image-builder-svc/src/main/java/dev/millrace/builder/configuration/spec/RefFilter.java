package dev.millrace.builder.configuration.spec;

import dev.millrace.events.value.GitRef;
import java.util.List;

/** The branches and tags whose commits are built. */
public record RefFilter(List<NamePattern> branches, List<NamePattern> tags) {

    public RefFilter {
        branches = List.copyOf(branches);
        tags = List.copyOf(tags);
    }

    /** Returns true for a ref that matches, and for any ref that is neither a branch nor a tag. */
    public boolean accepts(GitRef ref) {
        if (ref.isBranch()) {
            return matches(branches, ref);
        }
        return !ref.isTag() || matches(tags, ref);
    }

    private static boolean matches(List<NamePattern> patterns, GitRef ref) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(ref.shortName()));
    }
}
