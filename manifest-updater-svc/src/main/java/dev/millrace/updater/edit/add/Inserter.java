package dev.millrace.updater.edit.add;

import dev.millrace.updater.edit.text.Lines;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Spells new values in the style of the file around them. */
final class Inserter {
    private final Manifest manifest;
    private final String text;
    private final String lineBreak;
    private final SequencedMap<String, String> values;

    /** @param values the values by key, in the order in which they are written */
    Inserter(Manifest manifest, SequencedMap<String, String> values) {
        this.manifest = manifest;
        this.text = manifest.text();
        this.lineBreak = Style.lineBreak(text);
        this.values = values;
    }

    /** Returns empty if the values cannot be written there by an insertion of plain lines or entries. */
    Optional<Insertion> into(Slot slot) {
        return switch (slot) {
            case Slot.InMapping(Node.Mapping mapping) ->
                mapping.isFlow() ? inFlow(mapping, values(mapping)) : inBlock(mapping);
            case Slot.InList(Node.Sequence list) -> list.isFlow() ? inFlow(list) : inBlock(list);
            case Slot.BelowKey(Node.Mapping root, Scalar empty) ->
                columnOf(empty.keyStart())
                        .map(column -> afterLine(manifest.lineOf(empty.keyStart()), items(root, column)));
            case Slot.AtEnd(Node.Mapping root, String key) ->
                root.isFlow()
                        ? inFlow(root, key + ": [" + Style.of(text, model(root)).flow(values) + "]")
                        : atEnd(root, key);
        };
    }

    private String values(Node.Mapping mapping) {
        return Style.of(text, model(mapping)).inFlow(values);
    }

    /** The entry beside which new ones are written: the repository or name of the image, or else the last one on a single line. */
    private Optional<Scalar> model(Node.Mapping mapping) {
        return Stream.of("repository", "newName", "name")
                .flatMap(key -> scalars(mapping).filter(scalar -> scalar.key().equals(key)))
                .findFirst()
                .or(() -> scalars(mapping).reduce((first, second) -> second));
    }

    private Stream<Scalar> scalars(Node.Mapping mapping) {
        return mapping.entries().values().stream()
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .filter(scalar ->
                        !scalar.isBlock() && manifest.lineOf(scalar.keyStart()) == manifest.lineOf(scalar.end()));
    }

    private Optional<Insertion> inBlock(Node.Mapping mapping) {
        return model(mapping).flatMap(beside -> columnOf(beside.keyStart())
                .map(column -> afterLine(
                        manifest.lineOf(beside.end()),
                        " ".repeat(column)
                                + Style.of(text, Optional.of(beside)).lines(values, " ".repeat(column), lineBreak))));
    }

    /** The column of a key, if only spaces and dashes of lists precede it on its line. */
    private Optional<Integer> columnOf(int position) {
        int start = manifest.lineStartOf(position);
        String before = text.substring(start, position).replace("\uFEFF", "");
        boolean blank =
                before.chars().allMatch(c -> c == ' ' || c == '-') && !before.contains("--") && !before.endsWith("-");
        return blank ? Optional.of(before.length()) : Optional.empty();
    }

    private Optional<Insertion> inBlock(Node.Sequence list) {
        Optional<Integer> column = columnOf(list.start());
        if (column.isEmpty() || list.items().isEmpty() || text.charAt(list.start()) != '-') {
            return Optional.empty();
        }
        return manifest.lastIn(list).map(last -> {
            int line = manifest.lineOf(Math.max(last.start(), last.end() - 1));
            while (line + 1 < manifest.lineCount() && isCommentOf(line + 1, column.get())) {
                line++;
            }
            return afterLine(line, item(list, column.get()));
        });
    }

    /** A comment that is indented deeper than the dashes belongs to the item above it. */
    private boolean isCommentOf(int line, int column) {
        String content = manifest.line(line);
        String stripped = content.strip();
        return stripped.startsWith("#") && content.indexOf('#') > column;
    }

    private String item(Node.Sequence list, int column) {
        Optional<Node.Mapping> last =
                list.items().getLast() instanceof Node.Mapping mapping ? Optional.of(mapping) : Optional.empty();
        Style style = Style.ofItems(text, last);
        String dash = " ".repeat(column) + "-" + " ".repeat(gap(list));
        return last.filter(Node.Mapping::isFlow).isPresent()
                ? dash + style.flow(values)
                : dash + style.lines(values, " ".repeat(dash.length()), lineBreak);
    }

    /** The number of spaces after the dash of the first item. */
    private int gap(Node.Sequence list) {
        int at = list.start() + 1;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        boolean sameLine = at < text.length() && !Character.isWhitespace(text.charAt(at)) && text.charAt(at) != '#';
        return sameLine ? at - list.start() - 1 : 1;
    }

    private Optional<Insertion> inFlow(Node.Sequence list) {
        if (list.items().isEmpty()) {
            return Optional.of(new Insertion(
                    list.start() + 1, Style.of(text, Optional.empty()).flow(values)));
        }
        Optional<Node.Mapping> last =
                list.items().getLast() instanceof Node.Mapping mapping ? Optional.of(mapping) : Optional.empty();
        return last.map(item -> afterEntry(
                item.start(), item.end(), Style.ofItems(text, last).flow(values), Style.ofItems(text, last)));
    }

    private Optional<Insertion> inFlow(Node.Mapping mapping, String entries) {
        if (mapping.entries().isEmpty()) {
            return Optional.of(new Insertion(mapping.start() + 1, entries));
        }
        return model(mapping)
                .map(beside ->
                        afterEntry(beside.keyStart(), beside.end(), entries, Style.of(text, Optional.of(beside))));
    }

    /** On a line of its own if the entry before it begins one. */
    private Insertion afterEntry(int start, int end, String entries, Style style) {
        String before = text.substring(manifest.lineStartOf(start), start);
        return new Insertion(end, before.isBlank() ? "," + lineBreak + before + entries : style.comma() + entries);
    }

    private Optional<Insertion> atEnd(Node.Mapping root, String key) {
        if (columnOf(root.start()).filter(column -> column == 0).isEmpty()) {
            return Optional.empty();
        }
        int line = manifest.lineOf(text.stripTrailing().length());
        return Optional.of(afterLine(line, key + ":" + lineBreak + items(root, 0)));
    }

    /** A list of one mapping, with its dash where other lists of the document have it. */
    private String items(Node.Mapping root, int column) {
        int indent = root.entries().values().stream()
                .filter(Node.Sequence.class::isInstance)
                .map(Node.Sequence.class::cast)
                .filter(list -> !list.isFlow() && text.charAt(list.start()) == '-')
                .flatMap(list -> columnOf(list.start()).stream())
                .findFirst()
                .orElse(column);
        String dash = " ".repeat(indent) + "- ";
        return dash + Style.of(text, Optional.empty()).lines(values, " ".repeat(dash.length()), lineBreak);
    }

    /** Lines below a line; a file without a line break at its end still has none. */
    private Insertion afterLine(int line, String lines) {
        int start = manifest.lineStart(line);
        int end = Lines.endOf(text, start);
        if (end == text.length()) {
            return new Insertion(end, lineBreak + lines);
        }
        int next = text.startsWith("\r\n", end) ? end + 2 : end + 1;
        return new Insertion(next, lines + lineBreak);
    }
}
