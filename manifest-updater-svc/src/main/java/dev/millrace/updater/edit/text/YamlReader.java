package dev.millrace.updater.edit.text;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML by the parser's events. The parser counts code points, Millrace UTF-16 units. */
final class YamlReader {
    private final String text;
    private final int skipped;
    private final boolean onePointOneUnit;
    private final TreeBuilder tree = new TreeBuilder();
    private int lastPoint;
    private int lastUnit;

    private YamlReader(String text, int skipped) {
        this.text = text;
        this.skipped = skipped;
        this.lastUnit = skipped;
        this.onePointOneUnit = text.codePointCount(0, text.length()) == text.length();
    }

    /** @param skipped the number of units before the parser's first character */
    static ParseResult read(String text, int skipped) {
        String yaml = text.substring(skipped);
        ParseResult strict = read(text, yaml, skipped);
        if (strict instanceof ParseResult.Parsed || (yaml.indexOf('\t') < 0 && yaml.indexOf('*') < 0)) {
            return strict;
        }
        ParseResult lenient = read(text, LenientYaml.of(yaml), skipped);
        return lenient instanceof ParseResult.Parsed ? lenient : strict;
    }

    private static ParseResult read(String text, String yaml, int skipped) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setUseMarks(true)
                .build();
        YamlReader reader = new YamlReader(text, skipped);
        try {
            new Parse(settings).parseString(yaml).forEach(reader::add);
            return new ParseResult.Parsed(reader.tree.manifest(text, skipped));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            return new ParseResult.Unreadable("not YAML: " + e.getProblem(), line);
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            return new ParseResult.Unreadable("not YAML: a character that YAML does not allow", line);
        } catch (YamlEngineException e) {
            return new ParseResult.Unreadable("not YAML: " + e.getMessage(), 1);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The parser throws these for broken escapes in double quotes, such as "\\u at the end of the file.
            return new ParseResult.Unreadable("not YAML: an invalid escape sequence", reader.lastLine());
        }
    }

    private int lastLine() {
        return 1
                + (int) text.substring(0, Math.min(lastUnit, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private void add(Event event) {
        switch (event) {
            case DocumentStartEvent start -> tree.document();
            case MappingStartEvent start -> tree.beginMapping(start.getAnchor().map(Anchor::getValue), begin(start));
            case SequenceStartEvent start ->
                tree.beginSequence(start.getAnchor().map(Anchor::getValue), begin(start));
            case CollectionEndEvent end -> tree.end(unit(end.getEndMark()));
            case ScalarEvent scalar -> scalar(scalar);
            case AliasEvent alias ->
                tree.alias(alias.getAlias().getValue(), unit(alias.getStartMark()), unit(alias.getEndMark()));
            default -> {}
        }
    }

    private Node.Collection.Begin begin(CollectionStartEvent event) {
        return new Node.Collection.Begin(unit(event.getStartMark()), event.isFlow());
    }

    private void scalar(ScalarEvent event) {
        int first = unit(event.getStartMark());
        int end = unit(event.getEndMark());
        int start = hasProperties(event) ? Math.min(afterProperties(first), end) : first;
        Scalar.Style style = style(event);
        tree.scalar(
                event.getValue(),
                style,
                start,
                end,
                event.getAnchor().map(Anchor::getValue),
                event.getTag().orElse(""));
        if (style == Scalar.Style.LITERAL || style == Scalar.Style.FOLDED) {
            tree.uncover(start + 1, Lines.endOf(text, start));
        }
    }

    private static boolean hasProperties(ScalarEvent event) {
        return event.getAnchor().isPresent() || event.getTag().isPresent();
    }

    private static Scalar.Style style(ScalarEvent event) {
        return switch (event.getScalarStyle()) {
            case PLAIN, JSON_SCALAR_STYLE -> Scalar.Style.PLAIN;
            case SINGLE_QUOTED -> Scalar.Style.SINGLE_QUOTED;
            case DOUBLE_QUOTED -> Scalar.Style.DOUBLE_QUOTED;
            case LITERAL -> Scalar.Style.LITERAL;
            case FOLDED -> Scalar.Style.FOLDED;
        };
    }

    /** Anchor and tag belong to the event, not to the value; comments may be between them. */
    private int afterProperties(int start) {
        int at = start;
        while (at < text.length() && "&!#".indexOf(text.charAt(at)) >= 0) {
            boolean comment = text.charAt(at) == '#';
            while (at < text.length() && (comment ? !Lines.isBreak(text.charAt(at)) : !isWhite(text.charAt(at)))) {
                at++;
            }
            while (at < text.length() && isWhite(text.charAt(at))) {
                at++;
            }
        }
        return at;
    }

    private static boolean isWhite(char c) {
        return c == ' ' || c == '\t' || Lines.isBreak(c);
    }

    private int unit(Optional<Mark> mark) {
        int point = mark.orElseThrow(() -> new IllegalStateException("the parser marks all events"))
                .getIndex();
        if (onePointOneUnit) {
            lastUnit = skipped + point;
            return lastUnit;
        }
        lastUnit = point >= lastPoint
                ? text.offsetByCodePoints(lastUnit, point - lastPoint)
                : text.offsetByCodePoints(skipped, point);
        lastPoint = point;
        return lastUnit;
    }
}
