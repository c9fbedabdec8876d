package dev.millrace.updater.edit.form;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.text.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides by the bytes alone if a file is worth parsing. A file that passes may have no place; a file that fails certainly has none. */
public final class PreCheck {
    /** The number of bytes that are searched for NUL, as in Git's detection of binary files. */
    private static final int BINARY_CHECK_BYTES = 8000;

    private static final int MAX_BYTES = 4 << 20;

    /** Texts that all occur in a file with a certain kind of place. */
    private record PatternSet(List<BytePattern> all) {
        static PatternSet of(Stream<String> texts) {
            return new PatternSet(texts.map(BytePattern::of).toList());
        }

        boolean matches(byte[] content) {
            return all.stream().allMatch(pattern -> pattern.occursIn(content));
        }
    }

    /**
     * A text to search with Horspool's algorithm, which skips as far as the byte below the text's end allows.
     *
     * @param skips the distance for each byte
     */
    private record BytePattern(byte[] bytes, int[] skips) {
        static BytePattern of(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] skips = new int[256];
            Arrays.fill(skips, Math.max(1, bytes.length));
            for (int i = 0; i < bytes.length - 1; i++) {
                skips[bytes[i] & 0xFF] = bytes.length - 1 - i;
            }
            return new BytePattern(bytes, skips);
        }

        boolean occursIn(byte[] content) {
            int last = bytes.length - 1;
            for (int at = 0; at + last < content.length; at += skips[content[at + last] & 0xFF]) {
                int i = last;
                while (i >= 0 && content[at + i] == bytes[i]) {
                    i--;
                }
                if (i < 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The alternatives of a search: if it finds something, one of them matches. */
    private record SearchPatterns(Search search, BytePattern name, List<PatternSet> ways) {
        /** A marker may name the policy without its namespace. */
        static SearchPatterns of(Search search) {
            String name = search.policy().substring(search.policy().lastIndexOf(':') + 1);
            return new SearchPatterns(
                    search,
                    BytePattern.of(name),
                    search.adds()
                            ? List.of(PatternSet.of(Stream.of())) // Any file may miss a value.
                            : search.finders().stream()
                                    .flatMap(finder -> PreCheck.ways(search, finder))
                                    .toList());
        }

        boolean isNamed(byte[] content) {
            return name.occursIn(content);
        }

        boolean matches(byte[] content) {
            return ways.stream().anyMatch(way -> way.matches(content));
        }
    }

    private static final PatternSet MARKER = PatternSet.of(Stream.of(Marker.KEY));

    private final List<SearchPatterns> searches;

    private PreCheck(List<SearchPatterns> searches) {
        this.searches = searches;
    }

    /** A check for markers and for the places of these searches; reusable for many files. */
    public static PreCheck of(List<Search> searches) {
        return new PreCheck(searches.stream().map(SearchPatterns::of).toList());
    }

    private static Stream<PatternSet> ways(Search search, Finder finder) {
        return switch (finder) {
            case Finder.Comment(String text) -> Stream.of(PatternSet.of(Stream.of(text)));
            case Finder.Kustomize kustomize -> Stream.of(PatternSet.of(Stream.of("images", name(search))));
            case Finder.Containers containers -> Stream.of(PatternSet.of(Stream.of("image", name(search))));
            case Finder.HelmValues values ->
                Stream.of(values.tag(), values.digest(), values.repository())
                        .flatMap(Optional::stream)
                        .map(path -> PatternSet.of(keys(path)));
            case Finder.Field(FieldPath path, Part part) -> Stream.of(PatternSet.of(keys(path)));
            case Finder.Chart(String dependency) -> Stream.of(PatternSet.of(Stream.of("dependencies", dependency)));
            case Finder.Text text -> Stream.of(PatternSet.of(Stream.of()));
        };
    }

    /** The name to search for; names of Docker Hub may be written short. */
    private static String name(Search search) {
        String name = search.image().value();
        return name.startsWith("docker.io/") || name.startsWith("index.docker.io/")
                ? name.substring(name.lastIndexOf('/') + 1)
                : name;
    }

    private static Stream<String> keys(FieldPath path) {
        return path.steps().stream().flatMap(step -> switch (step) {
            case FieldPath.Step.Key(String key) -> Stream.of(key);
            case FieldPath.Step.Index index -> Stream.of();
            case FieldPath.Step.Item(String field, String value) -> Stream.of(field);
        });
    }

    /** Returns false if the file certainly has no place and no marker. Binary and huge files have none. */
    public boolean mayHold(byte[] content) {
        return !isSkipped(content)
                && (MARKER.matches(content)
                        || searches.stream().anyMatch(ways -> ways.matches(content))
                        || (searches.stream().anyMatch(ways -> !ways.ways().isEmpty()) && hasEscapes(content)));
    }

    /** The searches that may find something in the file, or whose policy a marker may name. */
    public List<Search> applicableSearches(byte[] content) {
        boolean anything = hasEscapes(content);
        boolean marked = MARKER.matches(content);
        return searches.stream()
                .filter(ways -> anything || ways.matches(content) || (marked && ways.isNamed(content)))
                .map(SearchPatterns::search)
                .toList();
    }

    /** Returns true if a quoted text may spell a key or a name with escapes, such as JSON's {@code \\/}, so that its bytes differ. */
    private static boolean hasEscapes(byte[] content) {
        for (int i = 0; i + 1 < content.length; i++) {
            if (content[i] == '\\' && "xuU/\r\n".indexOf(content[i + 1]) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns true if a file is binary, or too large to be written by people. */
    public static boolean isSkipped(byte[] content) {
        if (content.length > MAX_BYTES) {
            return true;
        }
        for (int i = 0; i < Math.min(content.length, BINARY_CHECK_BYTES); i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
