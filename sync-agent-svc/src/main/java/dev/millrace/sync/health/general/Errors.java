package dev.millrace.sync.health.general;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fields that hold an error unless they are empty: {@code failureMessage}, {@code lastError}. */
final class Errors implements Step {
    private static final Set<String> NONE =
            Set.of("none", "null", "nil", "n/a", "no error", "noerror", "ok", "0", "false");
    private static final int MAX_DEPTH = 2;

    @Override
    public String name() {
        return "errors";
    }

    @Override
    public Optional<Finding> of(Subject subject) {
        Search search = new Search(subject.summedUp());
        StatusFields.walk(subject, search);
        return Optional.ofNullable(search.first);
    }

    private static final class Search implements StatusFields.Visitor {
        private final boolean summedUp;
        private @Nullable Finding first;

        Search(boolean summedUp) {
            this.summedUp = summedUp;
        }

        /** The last error of an object that is healthy now is over. */
        @Override
        public void field(String path, String name, @Nullable Object value, int depth, Map<?, ?> map) {
            boolean last = name.startsWith("last");
            if (depth > MAX_DEPTH || (last && depth > 1) || (summedUp && (depth > 1 || last))) {
                return;
            }
            String text = Names.namesError(name) ? text(value) : "";
            if (!text.isEmpty() && (first == null || path.compareTo(first.source()) < 0)) {
                first = new Finding(Meaning.FAILED, path, text);
            }
        }

        private static String text(@Nullable Object value) {
            if (value instanceof String text) {
                String error = text.strip();
                return NONE.contains(error.toLowerCase(Locale.ROOT)) || Texts.isExpected(error) ? "" : error;
            }
            if (value instanceof Map<?, ?> map) {
                String message = map.get("message") instanceof String text ? text(text) : "";
                return map.isEmpty() || !message.isEmpty() ? message : "it has errors";
            }
            return value instanceof List<?> list && !list.isEmpty() && !(list.getFirst() instanceof List)
                    ? text(list.getFirst())
                    : "";
        }
    }
}
