package dev.millrace.updater.repository;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Search;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Texts of which a file must have one to be worth parsing; told by its bytes, without decoding. */
final class Signs {
    private static final String MARKER = "$imagepolicy";

    private Signs() {}

    /** Whether a file may hold a place of one of the searches; {@code false} is certain. */
    static boolean mayBeIn(byte[] content, List<Search> searches) {
        String bytes = new String(content, StandardCharsets.ISO_8859_1);
        return bytes.indexOf('\0') < 0
                && (bytes.contains(MARKER)
                        || searches.stream()
                                .anyMatch(search -> search.finders().stream().anyMatch(finder -> of(finder, search)
                                        .map(sign -> bytes.contains(asBytes(sign)))
                                        .orElse(true))));
    }

    /** Empty if nothing must stand in the file. */
    private static Optional<String> of(Finder finder, Search search) {
        return switch (finder) {
            case Finder.Comment(String text) -> Optional.of(text);
            case Finder.Kustomize kustomize -> Optional.of(search.image().value());
            case Finder.Containers containers -> Optional.of(search.image().value());
            case Finder.Chart(String dependency) -> Optional.of(dependency);
            case Finder.HelmValues values -> Optional.empty();
            case Finder.Field field -> Optional.empty();
            case Finder.Text text -> Optional.empty();
        };
    }

    private static String asBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
