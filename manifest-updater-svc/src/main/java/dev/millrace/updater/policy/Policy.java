package dev.millrace.updater.policy;

import dev.millrace.events.Source;
import dev.millrace.events.value.ImageName;
import java.util.List;
import java.util.Optional;

/**
 * Which images of one name are wanted, and where.
 *
 * @param branches the source branches whose images are wanted; empty for any, and for foreign images too
 * @param paths where to look; empty for all YAML files
 * @param comment a comment text of one's own that marks places
 * @param digest whether whole references are pinned by digest
 */
public record Policy(
        String name,
        ImageName image,
        List<String> branches,
        List<PathGlob> paths,
        Optional<String> comment,
        boolean digest) {
    public Policy {
        branches = List.copyOf(branches);
        paths = List.copyOf(paths);
    }

    /** Whether an image of this source is wanted at all. */
    public boolean allows(Optional<Source> source) {
        return branches.isEmpty()
                || source.map(Source::ref)
                        .filter(ref -> ref.isBranch() && branches.contains(ref.shortName()))
                        .isPresent();
    }

    /** Whether this policy looks into a file. */
    public boolean looksInto(String path) {
        return isYaml(path) && (paths.isEmpty() || paths.stream().anyMatch(glob -> glob.matches(path)));
    }

    private static boolean isYaml(String path) {
        return path.endsWith(".yaml")
                || path.endsWith(".yml")
                || path.equals("Kustomization")
                || path.endsWith("/Kustomization");
    }
}
