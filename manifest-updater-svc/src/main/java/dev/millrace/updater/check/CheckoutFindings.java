package dev.millrace.updater.check;

import dev.millrace.git.worktree.WorkTree;
import dev.millrace.updater.edit.ManifestEditor;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.form.PreCheck;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.repository.FileFindings;
import dev.millrace.updater.repository.PolicyProblems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The findings of all policies in a checkout, as the service has them in a commit.
 *
 * @param paths all files
 * @param files the findings, by path
 */
public record CheckoutFindings(List<String> paths, Map<String, FileFindings> files) {

    /** Searches all files. */
    public static CheckoutFindings of(WorkTree checkout, Policies policies) throws IOException {
        List<String> paths = checkout.files();
        Map<String, FileFindings> files = new TreeMap<>();
        Map<Set<String>, PreCheck> checks = new HashMap<>();
        for (String path : paths) {
            List<Policy> covering = policies.all().stream()
                    .filter(policy -> policy.covers(path))
                    .toList();
            if (covering.isEmpty() && !PlaceRules.isYaml(path)) {
                continue;
            }
            Set<String> names = covering.stream().map(Policy::name).collect(Collectors.toSet());
            PreCheck check = checks.computeIfAbsent(
                    names,
                    any -> PreCheck.of(covering.stream().map(Policy::search).toList()));
            byte[] content = checkout.read(path).orElse(new byte[0]);
            if (check.mayHold(content)) {
                files.put(
                        path,
                        FileFindings.of(
                                "",
                                ManifestEditor.find(path, content, check.applicableSearches(content), policies.names()),
                                names));
            }
        }
        return new CheckoutFindings(paths, files);
    }

    /** The searches for policies that claim a value of the written ones. */
    public List<Search> rivals(String path, Policies policies, List<Search> written) {
        Set<String> names = written.stream().map(Search::policy).collect(Collectors.toSet());
        return Optional.ofNullable(files.get(path))
                .map(file -> file.rivals(policies, names))
                .orElse(List.of());
    }

    /** What the policies miss and what cannot be followed, for the user. */
    public List<String> problems(Policies policies) {
        List<String> problems = new ArrayList<>();
        files.forEach((path, file) ->
                file.problems().forEach(one -> problems.add(path + ":" + one.line() + ": " + one.reason())));
        PolicyProblems.of(policies, paths, files)
                .forEach((policy, own) -> own.forEach(reason -> problems.add("policy " + policy + ": " + reason)));
        return problems;
    }
}
