package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.read.Tree;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.read.PolicyOutcome;
import dev.millrace.updater.policy.read.PolicyReader;
import dev.millrace.yaml.YamlDocument;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies in force: those of the tip or, if the tip's file is invalid, the last valid ones on its first-parent history.
 *
 * @param error the place and the reason if the tip's file is invalid
 * @param text the object id of the text that the policies were read from; empty if there is none
 * @param resumed the policies that an earlier text suspended, so that they may have missed an image
 */
public record PoliciesInForce(Policies policies, Optional<String> error, String text, Set<String> resumed) {
    /** The path of the policies in a configuration repository. */
    public static final String FILE = ".millrace/updates.yaml";

    private static final PoliciesInForce NONE = new PoliciesInForce(Policies.NONE, Optional.empty(), "");
    private static final int MAX_COMMITS = 10_000;
    /** A suspension that ended longer ago has been followed by newer images. */
    private static final int MAX_COMMITS_SUSPENDED = 1_000;

    public PoliciesInForce {
        resumed = Set.copyOf(resumed);
    }

    PoliciesInForce(Policies policies, Optional<String> error, String text) {
        this(policies, error, text, Set.of());
    }

    /** @param known policies read before; the same text is not read again */
    static PoliciesInForce at(Mirror mirror, CommitId tip, Collection<PoliciesInForce> known) {
        String id = mirror.tree(tip).objectId(FILE).orElse("");
        Optional<PoliciesInForce> same = known.stream()
                .filter(one -> one.text().equals(id) && one.error().isEmpty())
                .findFirst();
        return same.or(() -> read(mirror.tree(tip))
                        .map(outcome -> at(mirror, tip, id, outcome).after(mirror, tip, known)))
                .orElse(NONE);
    }

    /** The same policies, with those that were suspended before: by the policies read before or, at the start, by the branch's history. */
    private PoliciesInForce after(Mirror mirror, CommitId tip, Collection<PoliciesInForce> known) {
        Set<String> before = known.stream()
                .flatMap(one -> Stream.concat(one.policies().suspended().stream(), one.resumed().stream()))
                .collect(Collectors.toSet());
        Set<String> earlier = known.isEmpty() ? suspendedBefore(mirror, tip) : before;
        earlier.removeAll(policies.suspended());
        earlier.retainAll(policies.names());
        return new PoliciesInForce(policies, error, text, earlier);
    }

    private static Set<String> suspendedBefore(Mirror mirror, CommitId tip) {
        Set<String> suspended = new HashSet<>();
        Set<String> seen = new HashSet<>();
        try (Stream<Commit> commits = mirror.firstParents(tip).limit(MAX_COMMITS_SUSPENDED)) {
            for (Iterator<Commit> each = commits.iterator(); each.hasNext(); ) {
                Tree tree = mirror.tree(each.next().id());
                String id = tree.objectId(FILE).orElse("");
                if (seen.add(id) && read(tree).orElse(null) instanceof PolicyOutcome.Usable usable) {
                    suspended.addAll(usable.policies().suspended());
                }
            }
        }
        return suspended;
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
            case PolicyOutcome.Usable usable -> new PoliciesInForce(usable.policies(), Optional.empty(), id);
            case PolicyOutcome.Broken broken -> {
                PoliciesInForce last = lastGood(mirror, tip);
                yield new PoliciesInForce(last.policies(), Optional.of(broken.inFile(FILE)), last.text());
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
                    return new PoliciesInForce(usable.policies(), Optional.empty(), id);
                }
                seen = id;
            }
        }
        return NONE;
    }
}
