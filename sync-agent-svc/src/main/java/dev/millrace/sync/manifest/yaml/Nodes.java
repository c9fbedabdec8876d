package dev.millrace.sync.manifest.yaml;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What must be known of an object before its value is made. */
final class Nodes {
    private static final Set<String> LEFT_AS_WRITTEN =
            Set.of("kustomize.toolkit.fluxcd.io/substitute", "millrace.dev/substitute");
    private static final Pattern PRINTABLE = Pattern.compile("[-.A-Za-z0-9]{1,80}");

    private static final Pattern SHOWN = Pattern.compile("[-._/$A-Za-z0-9]{1,120}");

    private Nodes() {}

    /** The items of a {@code List}, or of a list of one kind; empty if it is an object of its own. */
    static Optional<SequenceNode> items(Node node) {
        boolean list = text(node, "kind").filter(kind -> kind.endsWith("List")).isPresent()
                && text(child(node, "metadata"), "name").isEmpty();
        return list && child(node, "items").orElse(null) instanceof SequenceNode items
                ? Optional.of(items)
                : Optional.empty();
    }

    /** Whether a label or annotation says that it has no variables. */
    static boolean isLeftAsWritten(Node node) {
        Optional<Node> metadata = child(node, "metadata");
        return Stream.of("annotations", "labels")
                .map(where -> metadata.flatMap(one -> child(one, where)))
                .anyMatch(marks -> LEFT_AS_WRITTEN.stream()
                        .anyMatch(mark ->
                                text(marks, mark).filter("disabled"::equals).isPresent()));
    }

    /** Names the object in a message, if that can be done; then a colon. */
    static String label(Node node) {
        Optional<String> kind =
                text(node, "kind").filter(text -> PRINTABLE.matcher(text).matches());
        Optional<String> name = text(child(node, "metadata"), "name")
                .filter(text -> PRINTABLE.matcher(text).matches());
        return kind.isPresent() && name.isPresent() ? kind.get() + " " + name.get() + ": " : "";
    }

    /** The text, if a message can hold it. */
    static String printable(String text) {
        return SHOWN.matcher(text).matches() ? text : "that can't be shown";
    }

    private static Optional<String> text(Node node, String key) {
        return child(node, key).orElse(null) instanceof ScalarNode scalar
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    private static Optional<String> text(Optional<Node> node, String key) {
        return node.flatMap(one -> text(one, key));
    }

    private static Optional<Node> child(Node node, String key) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .map(tuple -> tuple.getValueNode())
                .findFirst();
    }

    /** From 0, in its document. */
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine()).orElse(0);
    }
}
