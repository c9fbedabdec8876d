package dev.millrace.updater.policy.read;

import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlDocument;
import dev.millrace.yaml.YamlMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The positions of the policies in the text of a valid {@code updates.yaml}, for problems that only the repository's files show. */
public final class PolicyPositions {
    private static final Position START = new Position(1, 1);

    private final YamlMapping top;
    private final Map<String, YamlMapping> policies = new HashMap<>();

    private PolicyPositions(Node root) {
        this.top = new YamlMapping("the file", root, Set.of());
        for (Node node : top.list("policies")) {
            YamlMapping policy = new YamlMapping("a policy", node, Set.of());
            name(policy).ifPresent(name -> policies.put(name, policy));
        }
    }

    /**
     * A position in the file.
     *
     * @param line from 1
     * @param column from 1
     */
    public record Position(int line, int column) {
        private static Position of(Node node) {
            return node.getStartMark()
                    .map((Mark mark) -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(START);
        }
    }

    /** Reads the positions of a text that has no mistakes. */
    public static PolicyPositions of(byte[] text) {
        try {
            return new PolicyPositions(YamlDocument.rootWithMerges(text, "policies"));
        } catch (InvalidYaml e) {
            throw new IllegalStateException("only a valid file has positions: " + e.reason(), e);
        }
    }

    private static Optional<String> name(YamlMapping policy) {
        Optional<String> name = word(policy, "name");
        return name.map(text ->
                word(policy, "namespace").map(namespace -> namespace + ":").orElse("") + text);
    }

    private static Optional<String> word(YamlMapping policy, String key) {
        return policy.value(key)
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).getValue().strip());
    }

    /** The position of a policy; of the list if none is named so. */
    public Position policy(String name) {
        return Optional.ofNullable(policies.get(name))
                .map(policy -> Position.of(policy.node()))
                .orElseGet(() -> top.value("policies").map(Position::of).orElse(START));
    }

    /** The position of a key of a policy; of the policy if it has no such key. */
    public Position key(String policy, String key) {
        return Optional.ofNullable(policies.get(policy))
                .flatMap(one -> one.value(key))
                .map(Position::of)
                .orElseGet(() -> policy(policy));
    }

    /** The position of a path of keys from the top of the file, or of its last key that exists. */
    public Position at(List<String> keys) {
        Node node = top.node();
        for (String key : keys) {
            Optional<Node> next = children(node, key).findFirst();
            if (next.isEmpty()) {
                return Position.of(node);
            }
            node = next.get();
        }
        return Position.of(node);
    }

    private static Stream<Node> children(Node node, String key) {
        try {
            return new YamlMapping("the file", node, Set.of()).value(key).stream();
        } catch (InvalidYaml e) {
            return Stream.empty();
        }
    }
}
