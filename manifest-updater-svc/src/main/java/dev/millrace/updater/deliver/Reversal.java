package dev.millrace.updater.deliver;

import dev.millrace.events.ConfigCommitted.Edit;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Commit;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.edit.EditOutcome;
import dev.millrace.updater.edit.ManifestEditor;
import dev.millrace.updater.edit.Setting;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.publish.EditsOfCommit;
import dev.millrace.updater.repository.ConfigRepository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reversal of a commit of ours: each value of the policy that still is as we wrote it gets its earlier value back; no other changes. */
final class Reversal {
    private Reversal() {}

    static Edits of(ConfigRepository repository, CommitId tip, Policies policies, Decision.Revert revert) {
        Policy policy = revert.policy();
        Commit commit = repository.mirror().commit(revert.written().commit());
        Map<String, List<Setting>> settings = new LinkedHashMap<>();
        for (Edit edit : EditsOfCommit.of(repository, commit)) {
            if (edit.policy().equals(policy.name())) {
                settings.computeIfAbsent(edit.path(), path -> new ArrayList<>())
                        .add(new Setting(policy.name(), edit.field(), edit.to(), edit.from()));
            }
        }
        Map<String, byte[]> files = new TreeMap<>();
        List<FileChange> changes = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        settings.forEach((path, values) -> repository
                .mirror()
                .tree(tip)
                .read(path, ConfigRepository.MAX_FILE_BYTES)
                .map(content -> ManifestEditor.set(path, content, List.of(policy.search()), policies.names(), values))
                .ifPresent(outcome -> {
                    switch (outcome) {
                        case EditOutcome.Edited edited -> {
                            files.put(path, edited.content());
                            edited.changes().forEach(change -> changes.add(new FileChange(path, change)));
                            problems.addAll(located(path, edited.problems()));
                        }
                        case EditOutcome.AlreadyCurrent current -> problems.addAll(located(path, current.problems()));
                        case EditOutcome.Unreadable unreadable ->
                            problems.add(path + ":" + unreadable.line() + ": " + unreadable.reason());
                    }
                }));
        return new Edits(files, changes, problems);
    }

    private static List<String> located(String path, List<Problem> problems) {
        return problems.stream()
                .map(problem -> path + ":" + problem.line() + ": " + problem.reason())
                .toList();
    }
}
