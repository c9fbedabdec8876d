package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.updater.edit.EditOutcome;
import dev.millrace.updater.edit.ManifestEditor;
import dev.millrace.updater.edit.TargetVersion;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.FileFindings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Edits all files of a commit that the accepted updates concern. */
final class EditPass {
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<FileChange> changes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private EditPass() {}

    static Edits over(
            ConfigRepository repository, CommitId tip, List<AcceptedUpdate.Version> versions, Set<String> known) {
        EditPass pass = new EditPass();
        List<Policy> policies =
                versions.stream().map(one -> one.write().policy()).toList();
        Map<String, FileFindings> findings = repository.findings(tip);
        Policies all = repository.policies(tip).policies();
        repository.visit(tip, policies, (path, content) -> {
            FileFindings file = Objects.requireNonNull(findings.get(path), path);
            List<TargetVersion> targets = versions.stream()
                    .filter(one -> concerns(file, one.write().policy(), path))
                    .map(EditPass::target)
                    .toList();
            Set<String> written =
                    targets.stream().map(target -> target.search().policy()).collect(Collectors.toSet());
            pass.add(path, ManifestEditor.edit(path, content, targets, file.rivals(all, written), known));
        });
        return new Edits(pass.files, pass.changes, pass.problems);
    }

    private static boolean concerns(FileFindings file, Policy policy, String path) {
        return file.concerns(policy.name()) && policy.covers(path);
    }

    private static TargetVersion target(AcceptedUpdate.Version version) {
        UpdateRequested update = version.write().update();
        return new TargetVersion(version.write().policy().search(), update.tag(), update.digest(), version.guard());
    }

    private void add(String path, EditOutcome outcome) {
        switch (outcome) {
            case EditOutcome.Edited edited -> {
                files.put(path, edited.content());
                edited.changes().forEach(change -> changes.add(new FileChange(path, change)));
                addProblems(path, edited.problems());
            }
            case EditOutcome.AlreadyCurrent current -> addProblems(path, current.problems());
            case EditOutcome.Unreadable unreadable ->
                addProblems(path, List.of(new Problem(unreadable.line(), unreadable.reason())));
        }
    }

    private void addProblems(String path, List<Problem> some) {
        some.forEach(one -> problems.add(path + ":" + one.line() + ": " + one.reason()));
    }
}
