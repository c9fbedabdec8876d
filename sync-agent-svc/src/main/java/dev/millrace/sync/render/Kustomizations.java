package dev.millrace.sync.render;

import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.render.cache.Cache;
import dev.millrace.sync.source.SourceTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Earlier results of kustomizations. A result is reused if everything that was read for it is unchanged. */
final class Kustomizations {
    private static final int MAX_RESULTS_OF_ONE = 4;

    /** The estimated bytes of one value of an object, in memory. */
    private static final int WEIGHT_OF_A_VALUE = 100;

    private final Cache<Key, List<Rendering.Rendered>> kept;

    private record Key(String directory, Scalars scalars) {}

    /** @param mostKept bytes */
    Kustomizations(long mostKept) {
        this.kept = new Cache<>(mostKept);
    }

    Optional<Rendering.Rendered> of(SourceTree tree, String directory, Scalars scalars) {
        return kept.get(new Key(directory, scalars)).stream()
                .flatMap(List::stream)
                .filter(one -> one.readSet().isSameIn(tree))
                .findFirst();
    }

    void keep(String directory, Scalars scalars, Rendering.Rendered rendered) {
        Key key = new Key(directory, scalars);
        List<Rendering.Rendered> before = kept.get(key).orElse(List.of());
        List<Rendering.Rendered> all = Stream.concat(Stream.of(rendered), before.stream())
                .limit(MAX_RESULTS_OF_ONE)
                .toList();
        kept.put(key, all, all.stream().mapToLong(Kustomizations::weight).sum());
    }

    private static long weight(Rendering.Rendered rendered) {
        long values = rendered.readSet().entries().size();
        for (Manifest manifest : rendered.manifests().objects()) {
            values += values(manifest.content());
        }
        return values * WEIGHT_OF_A_VALUE;
    }

    private static long values(Object value) {
        long below = 1;
        if (value instanceof Map<?, ?> map) {
            for (Object child : map.values()) {
                below += child == null ? 0 : values(child);
            }
        } else if (value instanceof List<?> list) {
            for (Object child : list) {
                below += child == null ? 0 : values(child);
            }
        } else if (value instanceof String text) {
            below += text.length() / WEIGHT_OF_A_VALUE;
        }
        return below;
    }
}
