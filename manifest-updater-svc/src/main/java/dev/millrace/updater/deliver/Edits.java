package dev.millrace.updater.deliver;

import java.util.List;
import java.util.Map;

/**
 * The result of editing the files of a tree.
 *
 * @param files the new content by path
 * @param problems problems that users have to fix, each as {@code file:line: reason}
 */
record Edits(Map<String, byte[]> files, List<FileChange> changes, List<String> problems) {
    Edits {
        files = Map.copyOf(files);
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    boolean concern(String policy) {
        return changes.stream().anyMatch(one -> one.change().policy().equals(policy));
    }
}
