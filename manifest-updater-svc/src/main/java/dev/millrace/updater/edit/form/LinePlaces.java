package dev.millrace.updater.edit.form;

import dev.millrace.updater.edit.claim.Claims;
import dev.millrace.updater.edit.claim.Fit;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.TextFormat;
import dev.millrace.updater.edit.find.WrittenImage;
import dev.millrace.updater.edit.find.WrittenValue;
import dev.millrace.updater.edit.text.Comment;
import dev.millrace.updater.edit.text.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the values that markers and comments refer to in text that is not YAML: the last value before the comment on its line or, for a comment
 * on its own line, the last value on the next line.
 */
final class LinePlaces {
    private static final int MAX_LINE = 4096;
    private static final Pattern COMMENT = Pattern.compile(
            "(?:^|(?<=[ \\t,;]))(?:#[#;/]*+|;[#;/]*+|//[#;/]*+|/\\*|\\{\\{-? ?/\\*)[ \\t]*(?<text>[^\\r\\n]*)$");
    private static final Set<String> ENDS = Set.of("", "}}", "-}}");
    private static final Pattern VALUE =
            Pattern.compile("\"(?<double>[^\"\\\\]*)\"|'(?<single>[^'\\\\]*)'|(?<word>[^ \\t,;=\"']++)");
    private static final List<String> QUOTED = List.of("double", "single");
    private static final List<String> VALUES = List.of("double", "single", "word");

    private final List<String> values;
    private final String text;
    private final Lines lines;
    private final Claims claims;
    private final Set<String> known;

    LinePlaces(String path, String text, Claims claims, Set<String> known) {
        this.values = TextFormat.of(path) == TextFormat.PROGRAM ? QUOTED : VALUES;
        this.text = text;
        this.lines = new Lines(text);
        this.claims = claims;
        this.known = known;
    }

    /** A comment: its text, and the end of the code before it. */
    private record LineComment(int line, int start, String text, boolean alone) {}

    /** A value by its position. */
    private record Span(int start, int end) {}

    void find(List<Search> searches) {
        for (int line = 0; line < lines.count(); line++) {
            Optional<LineComment> comment = comment(line);
            if (comment.isPresent()) {
                find(searches, comment.get());
            }
        }
    }

    private Optional<LineComment> comment(int line) {
        int start = lines.start(line);
        String code = text.substring(start, Lines.endOf(text, start));
        if (code.length() > MAX_LINE || code.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = COMMENT.matcher(code);
        return matcher.find() && !isQuoted(code.substring(0, matcher.start()))
                ? Optional.of(new LineComment(
                        line,
                        start + matcher.start(),
                        withoutEnd(matcher.group("text").strip()),
                        code.substring(0, matcher.start()).isBlank()))
                : Optional.empty();
    }

    /** The text of a block comment ends before its closing sign. */
    private static String withoutEnd(String comment) {
        int end = comment.lastIndexOf("*/");
        return end >= 0 && ENDS.contains(comment.substring(end + 2).strip())
                ? comment.substring(0, end).strip()
                : comment;
    }

    /** Returns true if a quote is open at the end of the text. */
    private static boolean isQuoted(String code) {
        char open = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (open == 0 ? c == '"' || c == '\'' : c == open) {
                open = open == 0 ? c : 0;
            }
        }
        return open != 0;
    }

    private void find(List<Search> searches, LineComment comment) {
        Optional<Marker> marker = Marker.in(comment.text());
        if (marker.isPresent()) {
            marker(comment, marker.get());
            return;
        }
        searches.stream()
                .filter(search -> search.finders().stream()
                        .anyMatch(finder -> finder instanceof Finder.Comment(String own)
                                && CommentPlaces.names(comment.text(), comment.alone(), own)))
                .forEach(search -> value(comment, search)
                        .ifPresentOrElse(
                                span -> own(search, span),
                                () -> problem(comment, "no value beside or below the comment: " + comment.text())));
    }

    private void marker(LineComment comment, Marker marker) {
        if (comment.alone() && !marker.before().isEmpty()) {
            if (!marker.isCommentedOut()) {
                problem(comment, Marker.NOT_ALONE);
            }
            return;
        }
        switch (marker.owner(known)) {
            case Marker.Owner.Unknown(String reason) -> problem(comment, reason);
            case Marker.Owner.Known(String policy, boolean certain) ->
                claims.search(policy).ifPresent(search -> value(comment, search)
                        .ifPresentOrElse(
                                span -> add(search, marker.part(), span),
                                () -> problem(comment, "no value beside or below the marker")));
        }
    }

    private void own(Search search, Span span) {
        String value = text.substring(span.start(), span.end());
        Part part = CommentPlaces.own(search, value, false);
        add(search, part, span);
    }

    private void add(Search search, Part part, Span span) {
        String value = text.substring(span.start(), span.end());
        int line = lines.of(span.start()) + 1;
        Optional<String> misfit = new Fit(part, value, "", false, search.image()).problem();
        boolean another = part == Part.REFERENCE
                && !WrittenImage.of(WrittenValue.of(value).image()).names(search.image());
        if (misfit.isPresent() || another) {
            claims.problem(new Problem(
                    line, misfit.orElse("not edited: " + value + " is another image than " + search.image())));
            return;
        }
        claims.addInText(new Place(
                search.policy(),
                part,
                "line[" + line + "]",
                line,
                value,
                span.start(),
                span.end(),
                Optional.empty(),
                List.of(),
                ""));
    }

    /** The last value before a comment, or of the next line with more than a comment; one that names the image takes precedence. */
    private Optional<Span> value(LineComment comment, Search search) {
        if (!comment.alone()) {
            return value(lines.start(comment.line()), comment.start(), search);
        }
        for (int line = comment.line() + 1; line < lines.count(); line++) {
            int start = lines.start(line);
            int end = Lines.endOf(text, start);
            Optional<LineComment> next = comment(line);
            if (next.isEmpty() || !next.get().alone()) {
                return value(start, next.map(LineComment::start).orElse(end), search);
            }
            if (Comment.isEntry(next.get().text())) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<Span> value(int start, int end, Search search) {
        if (end - start > MAX_LINE) {
            return Optional.empty();
        }
        List<Span> found = new ArrayList<>();
        String code = text.substring(start, end);
        Matcher matcher = VALUE.matcher(code);
        while (matcher.find()) {
            values.stream()
                    .filter(group -> matcher.group(group) != null)
                    .findFirst()
                    .ifPresent(group -> {
                        boolean image = WrittenImage.of(
                                        WrittenValue.of(matcher.group(group)).image())
                                .names(search.image());
                        if (image || isAssigned(code, matcher.start())) {
                            found.add(new Span(start + matcher.start(group), start + matcher.end(group)));
                        }
                    });
        }
        return found.stream()
                .filter(span -> WrittenImage.of(WrittenValue.of(text.substring(span.start(), span.end()))
                                .image())
                        .names(search.image()))
                .reduce((first, second) -> second)
                .or(() -> found.stream().reduce((first, second) -> second));
    }

    /** Returns true if an equals sign or a colon precedes, so that this is no key and no word of a command. */
    private static boolean isAssigned(String code, int at) {
        int last = at - 1;
        while (last >= 0 && (code.charAt(last) == ' ' || code.charAt(last) == '\t')) {
            last--;
        }
        return last >= 0 && (code.charAt(last) == '=' || code.charAt(last) == ':');
    }

    private void problem(LineComment comment, String reason) {
        claims.problem(new Problem(comment.line() + 1, reason));
    }
}
