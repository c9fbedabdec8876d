package dev.millrace.updater.repository;

import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.path.PathGlob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The problems of whole policies in a commit: those that do nothing, or less than they name. Problems in a file are in its {@link FileFindings}. */
public final class PolicyProblems {
    private PolicyProblems() {}

    /**
     * The problems by policy, in the order of the file; policies without a problem are left out.
     *
     * @param paths all files of the commit
     * @param findings the findings in these files, by path
     */
    public static Map<String, List<String>> of(
            Policies policies, Collection<String> paths, Map<String, FileFindings> findings) {
        Set<String> placed = findings.values().stream()
                .flatMap(file -> file.values().stream())
                .map(FileFindings.Value::policy)
                .collect(Collectors.toCollection(HashSet::new));
        findings.values().forEach(file -> placed.addAll(file.open()));
        Map<PathGlob, String> missed = missed(policies, paths);
        Map<String, List<String>> problems = new LinkedHashMap<>();
        for (Policy policy : policies.all()) {
            List<String> own = new ArrayList<>();
            policy.versions().mistake().ifPresent(mistake -> own.add(PoliciesInForce.FILE + ":" + mistake));
            policy.places().paths().stream().filter(missed::containsKey).forEach(glob -> own.add(missed.get(glob)));
            if (policy.promotion().revertOnFailure() && !policies.hasApplications(policy)) {
                own.add("'onFailure: revert' has no effect: no application is named whose failure counts; list them in"
                        + " 'environments', and set 'environment' of the policy");
            }
            if (!placed.contains(policy.name())) {
                own.add("no place found in the repository");
            }
            if (!own.isEmpty()) {
                problems.put(policy.name(), List.copyOf(own));
            }
        }
        return problems;
    }

    /** The path patterns that match no file, each with the reason for a user. */
    private static Map<PathGlob, String> missed(Policies policies, Collection<String> paths) {
        Set<PathGlob> open = new HashSet<>();
        // A policy of a pattern has a path, or it would not be there; its other paths are those of other services.
        policies.all().stream()
                .filter(policy -> policy.values().isEmpty())
                .forEach(policy -> open.addAll(policy.places().paths()));
        for (String path : paths) {
            if (open.isEmpty()) {
                break;
            }
            open.removeIf(glob -> glob.matches(path));
        }
        return open.stream().collect(Collectors.toMap(glob -> glob, glob -> reason(glob, paths)));
    }

    private static String reason(PathGlob glob, Collection<String> paths) {
        boolean directory = paths.stream().anyMatch(path -> path.startsWith(glob.prefix() + "/"));
        return "no file matches the path " + glob.text()
                + (directory ? "; for a directory, write " + glob.text() + "/" : "");
    }
}
