package dev.millrace.updater.edit.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A file's text with the positions of its values and comments. */
public final class Manifest {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String text;
    private final int from;
    private final TreeBuilder.Content content;
    private final Lines lines;

    /** @param from the start of what was parsed */
    Manifest(String text, int from, TreeBuilder.Content content) {
        this.text = text;
        this.from = from;
        this.content = content;
        this.lines = new Lines(text);
    }

    /** Decodes UTF-8; empty if the bytes are not UTF-8. */
    public static Optional<String> decode(byte[] content) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a text with or without a byte order mark.
     *
     * @param path the extension {@code .json} selects JSON; all else is read as YAML
     */
    public static ParseResult read(String path, String text) {
        int skipped = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
        return path.toLowerCase(Locale.ROOT).endsWith(".json")
                ? JsonReader.read(text, skipped)
                : YamlReader.read(text, skipped);
    }

    public String text() {
        return text;
    }

    /**
     * Reads a literal block that is YAML itself. Its lines are indented equally, so they are parsed as they stand, and all positions are those in
     * this file.
     */
    public ParseResult block(Scalar scalar) {
        int head = Lines.endOf(text, scalar.start());
        int start = Math.min(text.length(), text.startsWith("\r\n", head) ? head + 2 : head + 1);
        return YamlReader.read(text.substring(0, Math.max(start, scalar.end())), start);
    }

    /** The documents, in the order of the file; empty documents have no root. */
    public List<Node> roots() {
        return content.roots();
    }

    /** All mappings, in the order of the file. */
    public List<Node.Mapping> mappings() {
        return content.mappings();
    }

    /** All values, in the order of the file. */
    public List<Scalar> scalars() {
        return content.scalars();
    }

    /** The fields that also have a value, through an alias of its anchor or of an anchor above it. */
    public List<String> followersOf(Scalar scalar) {
        return Followers.of(scalar, content.aliases());
    }

    /** Returns true if this and another file differ only in the values of scalars. */
    public boolean isShapedAs(Manifest other) {
        return content.shape().equals(other.content.shape());
    }

    /** Returns true if another file has all that this one has and, in one position, more. */
    public boolean isShapedWithin(Manifest other) {
        String mine = content.shape();
        String theirs = other.content.shape();
        int same = 0;
        while (same < mine.length() && same < theirs.length() && mine.charAt(same) == theirs.charAt(same)) {
            same++;
        }
        return mine.length() <= theirs.length()
                && theirs.regionMatches(theirs.length() - (mine.length() - same), mine, same, mine.length() - same);
    }

    /** The last value in a list, at any depth. */
    public Optional<Scalar> lastIn(Node.Sequence list) {
        return content.scalars().stream().filter(scalar -> scalar.isBelow(list)).reduce((first, second) -> second);
    }

    /** The number of lines. */
    public int lineCount() {
        return lines.count();
    }

    /** The start of a line. */
    public int lineStart(int line) {
        return lines.start(line);
    }

    /** The start of the line of an offset. */
    public int lineStartOf(int offset) {
        return lines.start(lines.of(offset));
    }

    /** The text of a line, with its end. */
    public String line(int line) {
        return text.substring(lines.start(line), lines.end(line));
    }

    /** The line of an offset, from 0. */
    public int lineOf(int offset) {
        return lines.of(offset);
    }

    /**
     * The values before a comment on its line, in their order: those that a comment at the line's end can refer to. An alias stands for its
     * anchored value. A value that starts on an earlier line and ends on this one is included.
     */
    public List<Scalar> before(Comment comment) {
        int from = lines.start(comment.line());
        List<Scalar> found = new ArrayList<>();
        for (int i = firstUseEndingAfter(from); i < content.uses().size(); i++) {
            TreeBuilder.Use use = content.uses().get(i);
            if (use.start() >= comment.start()) {
                break;
            }
            boolean headOfBlock = use.scalar().isBlock() && use.start() >= from;
            if (headOfBlock || use.end() <= comment.start()) {
                found.add(use.scalar());
            }
        }
        return found;
    }

    /** The value whose key is on the comment's line and which starts on a line below. */
    public Optional<Scalar> openedBefore(Comment comment) {
        for (int i = firstUseEndingAfter(comment.start()); i < content.uses().size(); i++) {
            TreeBuilder.Use use = content.uses().get(i);
            boolean opened = use.start() == use.scalar().start()
                    && use.scalar().keyStart() < comment.start()
                    && lines.of(use.scalar().keyStart()) == comment.line();
            return opened ? Optional.of(use.scalar()) : Optional.empty();
        }
        return Optional.empty();
    }

    /** The values that start on the line below a comment; lines with nothing but comments are skipped. */
    public List<Scalar> below(Comment comment) {
        int line = comment.line() + 1;
        while (line < lines.count() && isOnlyComment(line)) {
            if (Comment.isEntry(stripped(line).substring(1).strip())) {
                return List.of();
            }
            line++;
        }
        if (line >= lines.count()) {
            return List.of();
        }
        List<Scalar> found = new ArrayList<>();
        for (int i = firstUseEndingAfter(lines.start(line)); i < content.uses().size(); i++) {
            TreeBuilder.Use use = content.uses().get(i);
            if (use.start() >= lines.end(line)) {
                break;
            }
            if (use.start() >= lines.start(line)) {
                found.add(use.scalar());
            }
        }
        return found;
    }

    private boolean isOnlyComment(int line) {
        return stripped(line).startsWith("#") && !content.covered().get(lines.start(line));
    }

    private String stripped(int line) {
        return line(line).strip();
    }

    /** A binary search: uses follow each other without overlap, so their ends are sorted. */
    private int firstUseEndingAfter(int offset) {
        List<TreeBuilder.Use> uses = content.uses();
        int low = 0;
        int high = uses.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (uses.get(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The comments by YAML's rules: a {@code #} at a line's start or after white space, outside of values and keys. */
    public List<Comment> comments() {
        List<Comment> comments = new ArrayList<>();
        int at = text.indexOf('#', from);
        while (at >= 0) {
            int line = lines.of(at);
            int start = lines.start(line);
            boolean free = at == start || isBlank(text.charAt(at - 1));
            if (free && !content.covered().get(at)) {
                String before = text.substring(start, at).replace(BYTE_ORDER_MARK, "");
                String comment = text.substring(at + 1, lines.end(line)).strip();
                comments.add(new Comment(line, at, comment, before.isBlank()));
                at = text.indexOf('#', lines.end(line));
            } else {
                at = text.indexOf('#', at + 1);
            }
        }
        return comments;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\uFEFF';
    }
}
