package dev.millrace.updater.edit.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A YAML file as it is written: its text, and where in it the values and comments stand. */
public final class Manifest {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String text;
    private final Values values;
    private final int[] lineStarts;

    private Manifest(String text, Values values) {
        this.text = text;
        this.values = values;
        this.lineStarts = lineStarts(text);
    }

    /** Reads UTF-8 with or without a byte order mark. */
    public static Reading read(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Reading.Unreadable("not UTF-8", 1);
        }
        return parse(text);
    }

    /** Reads a text with or without a byte order mark. */
    public static Reading parse(String text) {
        int skipped = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setUseMarks(true)
                .build();
        try {
            Values values = new Values(text, skipped);
            new Parse(settings).parseString(text.substring(skipped)).forEach(values::add);
            return new Reading.Parsed(new Manifest(text, values));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            return new Reading.Unreadable("not YAML: " + e.getProblem(), line);
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            return new Reading.Unreadable("not YAML: a character that may not stand in it", line);
        } catch (YamlEngineException e) {
            return new Reading.Unreadable("not YAML: " + e.getMessage(), 1);
        }
    }

    public String text() {
        return text;
    }

    /** All values in the order of the file. */
    public List<Scalar> scalars() {
        return values.scalars();
    }

    /** The value that ends last on a line before an offset: what a comment at the line's end speaks of. An alias leads to its anchor. */
    public List<Scalar> lastOn(int line, int before) {
        return values.lastBetween(lineStarts[line], before);
    }

    /** The values that start on a line. */
    public List<Scalar> startingOn(int line) {
        return line >= lineStarts.length ? List.of() : values.startingBetween(lineStarts[line], endOfLine(line));
    }

    /** The line of an offset, from 0. */
    public int lineOf(int offset) {
        int line = 0;
        while (line + 1 < lineStarts.length && lineStarts[line + 1] <= offset) {
            line++;
        }
        return line;
    }

    /** What YAML takes as comments: a {@code #} at a line's start or after white space, in no value and in no key. */
    public List<Comment> comments() {
        List<Comment> comments = new ArrayList<>();
        for (int line = 0; line < lineStarts.length; line++) {
            int end = endOfLine(line);
            for (int at = text.indexOf('#', lineStarts[line]); at >= 0 && at < end; at = text.indexOf('#', at + 1)) {
                boolean free = at == lineStarts[line] || isBlank(text.charAt(at - 1));
                if (free && !values.covers(at)) {
                    String before = text.substring(lineStarts[line], at).replace(BYTE_ORDER_MARK, "");
                    comments.add(
                            new Comment(line, at, text.substring(at + 1, end).strip(), before.isBlank()));
                    break;
                }
            }
        }
        return comments;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\uFEFF';
    }

    private int endOfLine(int line) {
        return line + 1 < lineStarts.length ? lineStarts[line + 1] : text.length();
    }

    private static int[] lineStarts(String text) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < text.length(); i++) {
            boolean lonelyReturn = text.charAt(i) == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
            if (text.charAt(i) == '\n' || lonelyReturn) {
                starts.add(i + 1);
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }
}
