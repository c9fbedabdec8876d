package dev.millrace.updater.policy.read;

import dev.millrace.yaml.InvalidYaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Finds all mistakes of an {@code updates.yaml}. The reader ends at its first mistake; what it rejects is set aside, and the rest is read again.
 */
public final class PolicyMistakes {
    /** More are of no use to anybody, and each of them costs another reading. */
    private static final int MAX_MISTAKES = 100;

    private final SetAside setAside;
    private final Node root;
    private final List<PolicyOutcome.Broken> found = new ArrayList<>();
    private final Set<Node> reported = Collections.newSetFromMap(new IdentityHashMap<>());

    private PolicyMistakes(Node root) {
        this.root = root;
        this.setAside = new SetAside(root);
    }

    /** The mistakes, in the order of the file; none if it is valid. */
    public static List<PolicyOutcome.Broken> of(byte[] text) {
        try {
            PolicyMistakes mistakes = new PolicyMistakes(PolicyReader.root(text));
            mistakes.search();
            return mistakes.found.stream()
                    .distinct()
                    .sorted(Comparator.comparingInt(PolicyOutcome.Broken::line)
                            .thenComparingInt(PolicyOutcome.Broken::column))
                    .toList();
        } catch (InvalidYaml e) {
            return List.of(PolicyOutcome.Broken.of(e));
        }
    }

    private void search() {
        // A follow-up is set aside without being reported, so there are more rounds than mistakes.
        for (int round = 0; round < 4 * MAX_MISTAKES && found.size() < MAX_MISTAKES; round++) {
            try {
                PolicyReader.policies(root);
                return;
            } catch (InvalidYaml e) {
                if (e.node().isEmpty()) {
                    found.add(PolicyOutcome.Broken.of(e));
                    return;
                }
                Node where = setAside.original(e.node().get());
                if (!setAside.isTouched(where) && reported.add(where)) {
                    found.add(PolicyOutcome.Broken.of(e));
                }
                if (!setAside.remove(where)) {
                    return;
                }
            }
        }
    }
}
