package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.read.Tree;
import dev.millrace.updater.edit.ManifestEditor;
import dev.millrace.updater.edit.form.PreCheck;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The files that contain places of the policies in force, kept from commit to commit: after the first pass, only files that differ from the
 * last commit are read. It stores findings, and nothing about all other files. Binary files and files above 4 MiB are skipped; symbolic links
 * are not followed.
 */
final class FileIndex {
    /** Above this number of changed paths, a walk through the whole tree is faster than a request for each path. */
    private static final int FULL_WALK_THRESHOLD = 500;

    private static final int BATCH = 256;

    private String policies = "";
    private Optional<CommitId> tip = Optional.empty();
    private NavigableMap<String, FileFindings> findings = new TreeMap<>();

    /** The findings in the files of a commit, by path. */
    synchronized NavigableMap<String, FileFindings> at(Mirror mirror, CommitId commit, PoliciesInForce inForce) {
        Tree tree = mirror.tree(commit);
        if (!policies.equals(inForce.text()) || tip.filter(mirror::contains).isEmpty()) {
            findings = findings(tree, tree.blobs(), inForce.policies());
        } else if (!tip.get().equals(commit)) {
            Set<String> changed = Set.copyOf(mirror.changedPaths(tip, commit));
            NavigableMap<String, FileFindings> next = new TreeMap<>(findings);
            changed.forEach(next::remove);
            List<Tree.Blob> blobs = changed.size() < FULL_WALK_THRESHOLD
                    ? changed.stream().flatMap(path -> tree.blob(path).stream()).toList()
                    : tree.blobs().stream()
                            .filter(blob -> changed.contains(blob.path()))
                            .toList();
            next.putAll(findings(tree, blobs, inForce.policies()));
            findings = next;
        }
        policies = inForce.text();
        tip = Optional.of(commit);
        return Collections.unmodifiableNavigableMap(findings);
    }

    /** Visits, in the order of their paths, the files that an edit for one of the policies has to read. */
    void visit(
            Mirror mirror,
            CommitId commit,
            PoliciesInForce inForce,
            List<Policy> policies,
            BiConsumer<String, byte[]> visitor) {
        Tree tree = mirror.tree(commit);
        List<Tree.Blob> blobs = new ArrayList<>();
        at(mirror, commit, inForce).forEach((path, file) -> {
            if (policies.stream().anyMatch(policy -> policy.covers(path) && file.concerns(policy.name()))) {
                blobs.add(new Tree.Blob(path, file.blob()));
            }
        });
        for (int from = 0; from < blobs.size(); from += BATCH) {
            List<Tree.Blob> some = blobs.subList(from, Math.min(from + BATCH, blobs.size()));
            Map<String, byte[]> contents = new ConcurrentHashMap<>();
            tree.read(some, ConfigRepository.MAX_FILE_BYTES, (blob, content) -> contents.put(blob.path(), content));
            some.forEach(blob ->
                    Optional.ofNullable(contents.get(blob.path())).ifPresent(it -> visitor.accept(blob.path(), it)));
        }
    }

    private static NavigableMap<String, FileFindings> findings(Tree tree, List<Tree.Blob> blobs, Policies policies) {
        Map<String, FileFindings> found = new ConcurrentHashMap<>();
        Map<BitSet, PolicySet> sets = new HashMap<>();
        Map<String, PolicySet> concerned = new HashMap<>();
        for (Tree.Blob blob : blobs) {
            BitSet some = policiesFor(policies.all(), blob.path());
            // A file that no policy covers may have a marker, which is reported.
            if (!some.isEmpty() || (!policies.all().isEmpty() && PlaceRules.isYaml(blob.path()))) {
                concerned.put(blob.path(), sets.computeIfAbsent(some, set -> PolicySet.of(policies.all(), set)));
            }
        }
        List<Tree.Blob> some = blobs.stream()
                .filter(blob -> concerned.containsKey(blob.path()))
                .toList();
        tree.read(some, ConfigRepository.MAX_FILE_BYTES, (blob, content) -> {
            PolicySet set = Objects.requireNonNull(concerned.get(blob.path()), blob.path());
            if (set.check().mayHold(content)) {
                FileFindings file = findings(blob, content, set, policies);
                if (file.isNotEmpty()) {
                    found.put(blob.path(), file);
                }
            }
        });
        return new TreeMap<>(found);
    }

    /** The policies that cover the same files. Most files share one such set, so it is prepared once. */
    private record PolicySet(Set<String> names, PreCheck check) {
        static PolicySet of(List<Policy> all, BitSet some) {
            List<Policy> policies = some.stream().mapToObj(all::get).toList();
            return new PolicySet(
                    policies.stream().map(Policy::name).collect(Collectors.toUnmodifiableSet()),
                    PreCheck.of(policies.stream().map(Policy::search).toList()));
        }
    }

    private static BitSet policiesFor(List<Policy> policies, String path) {
        BitSet some = new BitSet(policies.size());
        for (int i = 0; i < policies.size(); i++) {
            if (policies.get(i).covers(path)) {
                some.set(i);
            }
        }
        return some;
    }

    private static FileFindings findings(Tree.Blob blob, byte[] content, PolicySet concerned, Policies policies) {
        return FileFindings.of(
                blob.id(),
                ManifestEditor.find(
                        blob.path(), content, concerned.check().applicableSearches(content), policies.names()),
                concerned.names());
    }
}
