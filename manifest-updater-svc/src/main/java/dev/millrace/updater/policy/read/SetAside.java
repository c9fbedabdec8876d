package dev.millrace.updater.policy.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Removes rejected nodes from the tree of an {@code updates.yaml}, as little of it as possible. What others refer to (a policy's name and image, an
 * environment) gets a valid value instead, so that no follow-up is found.
 */
final class SetAside {
    private static final String POLICIES = "policies";
    private static final String ENVIRONMENTS = "environments";
    private static final int POLICY_DEPTH = 2;

    private final Node root;
    /** The nodes below policies that lost something: an error of theirs is a follow-up. */
    private final Set<Node> touched = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<Node> completed = Collections.newSetFromMap(new IdentityHashMap<>());
    private int placeholders;

    SetAside(Node root) {
        this.root = root;
    }

    /**
     * A step down.
     *
     * @param parent a mapping or a list
     * @param index of the tuple or the item
     */
    private record Step(Node parent, int index) {
        String key() {
            return parent instanceof MappingNode mapping
                            && mapping.getValue().get(index).getKeyNode() instanceof ScalarNode key
                    ? key.getValue()
                    : "";
        }
    }

    /** The node of the tree that a node is, or that it was made of: a policy with its defaults is another mapping, at the same position. */
    Node original(Node node) {
        return path(node)
                .filter(path -> !path.isEmpty() && node instanceof MappingNode)
                .map(path -> child(path.getLast()))
                .orElse(node);
    }

    private static Node child(Step step) {
        return step.parent() instanceof SequenceNode list
                ? list.getValue().get(step.index())
                : tuple(step).getValueNode();
    }

    boolean isTouched(Node node) {
        return touched.contains(node);
    }

    /** Removes or replaces a node; returns false if nothing can be read without it. */
    boolean remove(Node node) {
        Optional<List<Step>> found = path(node);
        if (found.isEmpty() || found.get().isEmpty()) {
            return false;
        }
        List<Step> path = found.get();
        String section = path.getFirst().key();
        if (section.equals(ENVIRONMENTS) && path.size() > 1) {
            return replaceEnvironment(path);
        }
        if (section.equals(POLICIES) && path.size() == 1) {
            return false;
        }
        if (section.equals(POLICIES) && path.size() == POLICY_DEPTH) {
            return complete(node) || removeLast(path);
        }
        if (section.equals(POLICIES) && path.size() == POLICY_DEPTH + 1) {
            Step step = path.getLast();
            boolean isKey = tuple(step).getKeyNode().equals(node);
            if (!isKey && replaceNeeded(step)) {
                return true;
            }
        }
        return removeLast(path);
    }

    /** Adds the needed keys that a policy lacks; returns false if it has them. */
    private boolean complete(Node policy) {
        if (!(policy instanceof MappingNode mapping) || !completed.add(policy)) {
            return false;
        }
        List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
        for (String key : List.of("name", "image")) {
            if (tuples.stream().noneMatch(tuple -> isKey(tuple, key))) {
                tuples.add(new NodeTuple(scalar(key, policy), placeholder(key, policy)));
            }
        }
        boolean lacked = tuples.size() > mapping.getValue().size();
        mapping.setValue(tuples);
        return lacked;
    }

    private boolean replaceNeeded(Step step) {
        String key = step.key();
        Node value = tuple(step).getValueNode();
        if (!(key.equals("name") || key.equals("image")) || !completed.add(value)) {
            return false;
        }
        Node placeholder = placeholder(key, value);
        completed.add(placeholder);
        replace(step, placeholder);
        return true;
    }

    private boolean replaceEnvironment(List<Step> path) {
        Step name = path.get(1);
        if (!(name.parent() instanceof MappingNode)
                || !completed.add(tuple(name).getValueNode())) {
            return removeLast(path.subList(0, 1));
        }
        Node old = tuple(name).getValueNode();
        Node applications = new SequenceNode(
                Tag.SEQ,
                true,
                List.of(scalar("any/any/any", old)),
                FlowStyle.FLOW,
                old.getStartMark(),
                old.getEndMark());
        Node valid = new MappingNode(
                Tag.MAP,
                true,
                List.of(new NodeTuple(scalar("applications", old), applications)),
                FlowStyle.FLOW,
                old.getStartMark(),
                old.getEndMark());
        completed.add(valid);
        replace(name, valid);
        return true;
    }

    private boolean removeLast(List<Step> path) {
        Step last = path.getLast();
        switch (last.parent()) {
            case MappingNode mapping -> {
                List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
                tuples.remove(last.index());
                mapping.setValue(tuples);
            }
            case SequenceNode list -> list.getValue().remove(last.index());
            default -> throw new IllegalStateException("a step goes through a mapping or a list");
        }
        int kept = path.getFirst().key().equals(POLICIES) ? POLICY_DEPTH + 1 : 1;
        path.stream().skip(kept).map(Step::parent).forEach(touched::add);
        return true;
    }

    private static void replace(Step step, Node value) {
        MappingNode mapping = (MappingNode) step.parent();
        List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
        tuples.set(step.index(), new NodeTuple(tuples.get(step.index()).getKeyNode(), value));
        mapping.setValue(tuples);
    }

    private static NodeTuple tuple(Step step) {
        return ((MappingNode) step.parent()).getValue().get(step.index());
    }

    private Node placeholder(String key, Node where) {
        placeholders++;
        return scalar(key.equals("name") ? "set-aside-" + placeholders : "set-aside.example/image", where);
    }

    private static ScalarNode scalar(String text, Node where) {
        return new ScalarNode(Tag.STR, true, text, ScalarStyle.PLAIN, where.getStartMark(), where.getEndMark());
    }

    private static boolean isKey(NodeTuple tuple, String key) {
        return tuple.getKeyNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(key);
    }

    /** The steps from the root to a node. A node that several aliases lead to has one path. */
    private Optional<List<Step>> path(Node wanted) {
        List<Step> path = new ArrayList<>();
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return leads(root, wanted, path, seen) ? Optional.of(path) : Optional.empty();
    }

    private static boolean isWhole(Node from, Node wanted) {
        return from instanceof MappingNode
                && wanted instanceof MappingNode
                && from.getStartMark()
                        .map(Mark::getIndex)
                        .equals(wanted.getStartMark().map(Mark::getIndex));
    }

    /** Recurses as deep as the document, which is bounded. */
    private static boolean leads(Node from, Node wanted, List<Step> path, Set<Node> seen) {
        if (from.equals(wanted) || isWhole(from, wanted)) {
            return true;
        }
        if (!seen.add(from)) {
            return false;
        }
        List<List<Node>> children =
                switch (from) {
                    case MappingNode mapping ->
                        mapping.getValue().stream()
                                .map(tuple -> List.of(tuple.getKeyNode(), tuple.getValueNode()))
                                .toList();
                    case SequenceNode list ->
                        list.getValue().stream().map(List::of).toList();
                    default -> List.of();
                };
        for (int i = 0; i < children.size(); i++) {
            for (Node child : children.get(i)) {
                path.add(new Step(from, i));
                if (leads(child, wanted, path, seen)) {
                    return true;
                }
                path.removeLast();
            }
        }
        return false;
    }
}
