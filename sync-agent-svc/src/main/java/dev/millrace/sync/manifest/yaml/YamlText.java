package dev.millrace.sync.manifest.yaml;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A file's text. Each document is independent: the text is split at the {@code ---} lines before it is parsed. */
public final class YamlText {
    private static final int MAX_CHARACTERS = 3 << 20;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new KubernetesSchema())
            .setUseMarks(true)
            .setMaxAliasesForCollections(100)
            .setCodePointLimit(MAX_CHARACTERS)
            .build();

    /** The parser quotes these as written: in a Secret the quote may be its value. */
    private static final Pattern QUOTED = Pattern.compile("(alias|tag handle|anchor) .*");

    private final Scalars scalars;
    private final Visitor visitor;

    /** Receives the content of a text, in its order. Lines are counted in the text, from 1. */
    public interface Visitor {

        /** One object, or any other value in its place; {@code List} kinds are split into their items. */
        void value(int line, Object value, Lines lines);

        void unreadable(int line, String reason);

        /** A statement of a template language in a place where YAML has no text. */
        void template(int line);
    }

    /** Finds the lines of an object's fields. */
    public interface Lines {

        /**
         * Returns the line of a field's key, or of the nearest known ancestor.
         *
         * @param path names, and positions in lists
         */
        int of(List<Object> path);
    }

    private YamlText(Scalars scalars, Visitor visitor) {
        this.scalars = scalars;
        this.visitor = visitor;
    }

    /** Passes the content of a text to the visitor. */
    public static void read(String text, Scalars scalars, Visitor visitor) {
        YamlText reader = new YamlText(scalars, visitor);
        Document.split(text).forEach(reader::document);
    }

    private void document(Document document) {
        try {
            compose(document.text()).ifPresent(node -> objects(node, document.firstLine(), 0));
        } catch (Refused e) {
            refused(document.firstLine() + e.line(), "", e);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0);
            Statements.before(document.text(), line)
                    .ifPresentOrElse(
                            statement -> visitor.template(document.firstLine() + statement),
                            () -> visitor.unreadable(
                                    document.firstLine() + line, "not valid YAML: " + described(e.getProblem())));
        } catch (YamlEngineException e) {
            visitor.unreadable(document.firstLine(), "not valid YAML: " + described(e.getMessage()));
        }
    }

    private static Optional<Node> compose(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new Refused("larger than " + (MAX_CHARACTERS >> 20) + " MiB, which no API server takes", 0);
        }
        StreamReader reader = new StreamReader(SETTINGS, text);
        return new Composer(SETTINGS, new BoundedParser(new ParserImpl(SETTINGS, reader))).getSingleNode();
    }

    private static String described(@Nullable String problem) {
        String first =
                problem == null ? "" : problem.lines().findFirst().orElse("").strip();
        return first.isEmpty() ? "it can't be read" : QUOTED.matcher(first).replaceFirst("$1");
    }

    private void objects(Node node, int firstLine, int depth) {
        Optional<SequenceNode> items = Nodes.items(node);
        if (items.isPresent() && depth < BoundedParser.DEEPEST) {
            items.get().getValue().forEach(item -> objects(item, firstLine, depth + 1));
        } else {
            object(node, firstLine);
        }
    }

    private void object(Node node, int firstLine) {
        try {
            Object value = new YamlValues(Nodes.isLeftAsWritten(node) ? Scalars.AS_WRITTEN : scalars).of(node);
            if (value != null) {
                visitor.value(firstLine + Nodes.line(node), value, path -> firstLine + Nodes.lineAt(node, path));
            }
        } catch (Refused e) {
            refused(firstLine + e.line(), Nodes.label(node), e);
        }
    }

    private void refused(int line, String label, Refused why) {
        if (why.isTemplate()) {
            visitor.template(line);
        } else {
            visitor.unreadable(line, label + why.reason());
        }
    }
}
