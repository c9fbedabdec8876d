package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.Commit;
import dev.millrace.git.Mirror;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.read.PolicyOutcome;
import dev.millrace.updater.policy.read.PolicyReader;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The policies that count: those of the tip or, if the tip's can't be read, the last ones on its first-parent history that can.
 *
 * @param error where and why the tip's can't be read
 */
public record PoliciesInForce(Policies policies, Optional<String> error) {
    /** Where policies stand in a configuration repository. */
    public static final String FILE = ".millrace/updates.yaml";

    private static final int MOST_COMMITS = 10_000;

    static PoliciesInForce at(Mirror mirror, CommitId tip) {
        Optional<byte[]> text = mirror.tree(tip).read(FILE);
        if (text.isEmpty()) {
            return new PoliciesInForce(Policies.NONE, Optional.empty());
        }
        return switch (PolicyReader.read(text.get())) {
            case PolicyOutcome.Usable usable -> new PoliciesInForce(usable.policies(), Optional.empty());
            case PolicyOutcome.Broken broken ->
                new PoliciesInForce(lastGood(mirror, tip), Optional.of(broken.inFile(FILE)));
        };
    }

    private static Policies lastGood(Mirror mirror, CommitId tip) {
        try (Stream<Commit> commits = mirror.firstParents(tip).limit(MOST_COMMITS)) {
            String seen = "";
            for (Iterator<Commit> each = commits.iterator(); each.hasNext(); ) {
                CommitId commit = each.next().id();
                String id = mirror.tree(commit).objectId(FILE).orElse("");
                if (!id.equals(seen)
                        && mirror.tree(commit)
                                        .read(FILE)
                                        .map(PolicyReader::read)
                                        .orElse(null)
                                instanceof PolicyOutcome.Usable usable) {
                    return usable.policies();
                }
                seen = id;
            }
        }
        return Policies.NONE;
    }
}
