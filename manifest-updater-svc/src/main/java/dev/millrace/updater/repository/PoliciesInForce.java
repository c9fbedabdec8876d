package dev.millrace.updater.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.read.Tree;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.read.Expansion;
import dev.millrace.updater.policy.read.PolicyOutcome;
import dev.millrace.updater.policy.read.PolicyReader;
import dev.millrace.yaml.YamlDocument;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies in force: those of the tip or, if the tip's file is invalid, the last valid ones on its first-parent history. What patterns stand for
 * is read from the tip's paths.
 *
 * @param error the place and the reason if the tip's file is invalid
 * @param text identifies the policies: the object id of the text that they were read from, and what its patterns stand for; empty if there is none
 * @param problems policies of patterns that cannot be used, each as {@code file:line:column: reason}
 * @param resumed the policies that an earlier text suspended, so that they may have missed an image
 */
public record PoliciesInForce(
        Policies policies,
        Optional<String> error,
        String text,
        List<String> problems,
        Optional<Origin> origin,
        Set<String> resumed) {
    /** The path of the policies in a configuration repository. */
    public static final String FILE = ".millrace/updates.yaml";

    private static final PoliciesInForce NONE = new PoliciesInForce(Policies.NONE, Optional.empty(), "");
    private static final int MAX_COMMITS = 10_000;

    /** A suspension that ended longer ago has been followed by newer images. */
    private static final int MAX_COMMITS_SUSPENDED = 1_000;

    private static final int MAX_CHANGED_PATHS = 2_000;

    /** The text of the policies, and the commit whose paths they were expanded for. */
    record Origin(String blob, CommitId commit, PolicyOutcome.Usable file) {}

    public PoliciesInForce {
        problems = List.copyOf(problems);
        resumed = Set.copyOf(resumed);
    }

    /** Policies without patterns. */
    PoliciesInForce(Policies policies, Optional<String> error, String text) {
        this(policies, error, text, List.of(), Optional.empty(), Set.of());
    }

    /** @param known policies read before; the same text is not read again */
    static PoliciesInForce at(Mirror mirror, CommitId tip, Collection<PoliciesInForce> known) {
        String id = mirror.tree(tip).objectId(FILE).orElse("");
        for (PoliciesInForce one : known) {
            Optional<Origin> origin = one.origin().filter(same -> same.blob().equals(id));
            if (origin.isPresent() && one.error().isEmpty()) {
                return one.at(mirror, tip, origin.get());
            }
        }
        return read(mirror.tree(tip))
                .map(outcome -> at(mirror, tip, id, outcome).after(mirror, tip, known))
                .orElse(NONE);
    }

    /** The same policies, with those that were suspended before: by the policies read before or, at the start, by the branch's history. */
    private PoliciesInForce after(Mirror mirror, CommitId tip, Collection<PoliciesInForce> known) {
        Set<String> before = known.stream()
                .flatMap(one -> Stream.concat(one.policies().suspended().stream(), one.resumed().stream()))
                .collect(Collectors.toSet());
        return resuming(known.isEmpty() ? suspendedBefore(mirror, tip) : before);
    }

    private PoliciesInForce resuming(Set<String> suspendedBefore) {
        Set<String> names = new HashSet<>(suspendedBefore);
        names.removeAll(policies.suspended());
        names.retainAll(policies.names());
        return new PoliciesInForce(policies, error, text, problems, origin, names);
    }

    private static Set<String> suspendedBefore(Mirror mirror, CommitId tip) {
        Set<String> suspended = new HashSet<>();
        Set<String> seen = new HashSet<>();
        try (Stream<Commit> commits = mirror.firstParents(tip).limit(MAX_COMMITS_SUSPENDED)) {
            for (Iterator<Commit> each = commits.iterator(); each.hasNext(); ) {
                Tree tree = mirror.tree(each.next().id());
                if (seen.add(tree.objectId(FILE).orElse(""))
                        && read(tree).orElse(null) instanceof PolicyOutcome.Usable usable) {
                    suspended.addAll(
                            usable.expanded(paths(tree, usable)).policies().suspended());
                }
            }
        }
        return suspended;
    }

    /** The same text at another commit: expanded again only if a path in between may change what a pattern stands for. */
    private PoliciesInForce at(Mirror mirror, CommitId tip, Origin origin) {
        if (origin.file().patterns().isEmpty()) {
            return this;
        }
        Tree tree = mirror.tree(tip);
        Set<String> names = policies.names();
        boolean same = mirror.contains(origin.commit())
                && mirror.changedPaths(Optional.of(origin.commit()), tip, MAX_CHANGED_PATHS)
                        .filter(paths -> paths.stream()
                                .noneMatch(path -> origin.file().hasOtherPolicy(path, names)
                                        || (origin.file().hasPolicy(path)
                                                && tree.objectId(path).isEmpty())))
                        .isPresent();
        return same
                ? new PoliciesInForce(
                        policies,
                        error,
                        text,
                        problems,
                        Optional.of(new Origin(origin.blob(), tip, origin.file())),
                        resumed)
                : expanded(tree, tip, origin.blob(), origin.file()).resuming(resumed);
    }

    /** The paths that patterns take their values from. */
    private static List<String> paths(Tree tree, PolicyOutcome.Usable file) {
        return file.patterns().isEmpty()
                ? List.of()
                : tree.blobs().stream().map(Tree.Blob::path).toList();
    }

    private static PoliciesInForce expanded(Tree tree, CommitId tip, String blob, PolicyOutcome.Usable file) {
        Expansion expansion = file.expanded(paths(tree, file));
        Policies policies = expansion.policies();
        String names = policies.names().stream().sorted().collect(Collectors.joining("\n"));
        String text = file.patterns().isEmpty() ? blob : blob + "+" + UUID.nameUUIDFromBytes(names.getBytes(UTF_8));
        return new PoliciesInForce(
                policies,
                Optional.empty(),
                text,
                expansion.problems().stream()
                        .map(problem -> problem.inFile(FILE))
                        .toList(),
                Optional.of(new Origin(blob, tip, file)),
                Set.of());
    }

    /** Reads the file; empty if there is none. */
    private static Optional<PolicyOutcome> read(Tree tree) {
        Optional<byte[]> text = tree.read(FILE, YamlDocument.MAX_BYTES);
        return text.isEmpty()
                ? tree.size(FILE)
                        .map(size -> new PolicyOutcome.Broken(
                                1, 1, size + " bytes; at most " + YamlDocument.MAX_BYTES + " are possible"))
                : text.map(PolicyReader::read);
    }

    private static PoliciesInForce at(Mirror mirror, CommitId tip, String id, PolicyOutcome outcome) {
        return switch (outcome) {
            case PolicyOutcome.Usable usable -> expanded(mirror.tree(tip), tip, id, usable);
            case PolicyOutcome.Broken broken -> {
                PoliciesInForce last = lastGood(mirror, tip);
                yield new PoliciesInForce(
                        last.policies(),
                        Optional.of(broken.inFile(FILE)),
                        last.text(),
                        last.problems(),
                        last.origin(),
                        Set.of());
            }
        };
    }

    private static PoliciesInForce lastGood(Mirror mirror, CommitId tip) {
        try (Stream<Commit> commits = mirror.firstParents(tip).limit(MAX_COMMITS)) {
            String seen = "";
            for (Iterator<Commit> each = commits.iterator(); each.hasNext(); ) {
                CommitId commit = each.next().id();
                String id = mirror.tree(commit).objectId(FILE).orElse("");
                if (!id.equals(seen) && read(mirror.tree(commit)).orElse(null) instanceof PolicyOutcome.Usable usable) {
                    return expanded(mirror.tree(tip), tip, id, usable);
                }
                seen = id;
            }
        }
        return NONE;
    }
}
