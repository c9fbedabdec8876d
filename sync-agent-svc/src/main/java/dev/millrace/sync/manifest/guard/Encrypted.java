package dev.millrace.sync.manifest.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds values that SOPS encrypted, and pointers of Git LFS, in the content of an object. */
final class Encrypted {
    /** A kind that an operator in the cluster decrypts. */
    private static final String DECRYPTED_LATER = "SopsSecret";

    private Encrypted() {}

    static Optional<FieldRefusal> in(Map<String, Object> content) {
        if (Guard.text(content, "kind").equals(DECRYPTED_LATER)) {
            return Optional.empty();
        }
        if (content.get("sops") instanceof Map<?, ?>) {
            return Optional.of(new FieldRefusal(List.of(), UnusableFile.SOPS, false));
        }
        return in(content, new ArrayList<>());
    }

    private static Optional<FieldRefusal> in(@Nullable Object value, List<Object> path) {
        return switch (value) {
            case String text ->
                UnusableFile.reason(text)
                        .map(reason -> new FieldRefusal(path, FieldRefusal.shown(path) + ": " + reason, false));
            case Map<?, ?> map -> {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    Optional<FieldRefusal> found = step(String.valueOf(entry.getKey()), entry.getValue(), path);
                    if (found.isPresent()) {
                        yield found;
                    }
                }
                yield Optional.empty();
            }
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    Optional<FieldRefusal> found = step(i, list.get(i), path);
                    if (found.isPresent()) {
                        yield found;
                    }
                }
                yield Optional.empty();
            }
            case null, default -> Optional.empty();
        };
    }

    private static Optional<FieldRefusal> step(Object step, @Nullable Object value, List<Object> path) {
        path.add(step);
        Optional<FieldRefusal> found = in(value, path);
        path.removeLast();
        return found;
    }
}
