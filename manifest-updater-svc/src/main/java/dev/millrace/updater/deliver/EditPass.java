package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.edit.EditOutcome;
import dev.millrace.updater.edit.ManifestEditor;
import dev.millrace.updater.edit.Wanted;
import dev.millrace.updater.edit.find.Trouble;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.Holding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Goes through a commit and edits all files that the decided updates are about. */
final class EditPass {
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<FileChange> changes = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    private EditPass() {}

    static Edits over(ConfigRepository repository, CommitId tip, List<Decision.Write> writes, Set<String> known) {
        EditPass pass = new EditPass();
        List<Policy> policies = writes.stream().map(Decision.Write::policy).toList();
        Map<String, Holding> holding = repository.holding(tip);
        repository.visit(tip, policies, (path, content) -> {
            Holding held = Objects.requireNonNull(holding.get(path), path);
            List<Wanted> wanted = writes.stream()
                    .filter(write -> held.concerns(write.policy().name())
                            && write.policy().looksInto(path))
                    .map(EditPass::wanted)
                    .toList();
            pass.took(path, ManifestEditor.edit(path, content, wanted, known));
        });
        return new Edits(pass.files, pass.changes, pass.troubles);
    }

    private static Wanted wanted(Decision.Write write) {
        UpdateRequested update = write.update();
        return new Wanted(write.policy().search(), update.tag(), update.digest());
    }

    private void took(String path, EditOutcome outcome) {
        switch (outcome) {
            case EditOutcome.Edited edited -> {
                files.put(path, edited.content());
                edited.changes().forEach(change -> changes.add(new FileChange(path, change)));
                trouble(path, edited.troubles());
            }
            case EditOutcome.AlreadyCurrent current -> trouble(path, current.troubles());
            case EditOutcome.Unreadable unreadable ->
                trouble(path, List.of(new Trouble(unreadable.line(), unreadable.reason())));
        }
    }

    private void trouble(String path, List<Trouble> some) {
        some.forEach(one -> troubles.add(path + ":" + one.line() + ": " + one.reason()));
    }
}
