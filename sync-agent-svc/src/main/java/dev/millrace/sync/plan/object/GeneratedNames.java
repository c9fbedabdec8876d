package dev.millrace.sync.plan.object;

import dev.millrace.events.value.ObjectRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names with a part that was generated from the content, from a version or at random. An object of the same kind and namespace with the same stem
 * is the successor.
 */
public final class GeneratedNames {

    /** Suffix of kustomize's generators, from the content: ten hexadecimal digits, some replaced by other letters (kustomize, api/hasher). */
    private static final Pattern KUSTOMIZE = Pattern.compile("(.+)-[2456789bcdfghkmt]{10}");

    /** Suffix of a chart, from its version or the revision of the release. */
    private static final Pattern VERSION = Pattern.compile("(.+?)-v?[0-9]+(?:[.-][0-9]+)*");

    /** Suffix of a chart that is a checksum or random. */
    private static final Pattern OPAQUE = Pattern.compile("(.+)-(?=[a-z]*[0-9])[0-9a-z]{4,64}");

    private record Stem(String group, String kind, Optional<String> namespace, String name) {
        static Stem of(ObjectRef ref, String name) {
            return new Stem(ref.group(), ref.kind(), ref.namespace(), name);
        }
    }

    private GeneratedNames() {}

    /**
     * Returns the identities of the objects that are no longer desired because successors replace them.
     *
     * @param gone the objects that are no longer desired
     * @param recorded the identities of all objects that were applied before
     */
    public static Set<String> succeeded(
            Collection<ObjectRef> gone, Collection<ObjectRef> desired, Set<String> recorded) {
        Set<Stem> kustomized = new HashSet<>();
        Map<Stem, Integer> fresh = new HashMap<>();
        for (ObjectRef ref : desired) {
            kustomized.add(Stem.of(ref, ref.name())); // its hash may have been switched off
            stem(ref, KUSTOMIZE).ifPresent(kustomized::add);
            if (!recorded.contains(ref.identity())) {
                chartStem(ref).ifPresent(stem -> fresh.merge(stem, 1, Integer::sum));
            }
        }
        Set<String> succeeded = new HashSet<>();
        for (ObjectRef ref : gone) {
            boolean byKustomize = kustomized.contains(Stem.of(ref, ref.name()))
                    || stem(ref, KUSTOMIZE).filter(kustomized::contains).isPresent();
            if (byKustomize || chartStem(ref).filter(stem -> take(fresh, stem)).isPresent()) {
                succeeded.add(ref.identity());
            }
        }
        return succeeded;
    }

    private static Optional<Stem> stem(ObjectRef ref, Pattern pattern) {
        Matcher matcher = pattern.matcher(ref.name());
        return matcher.matches() ? Optional.of(Stem.of(ref, matcher.group(1))) : Optional.empty();
    }

    private static Optional<Stem> chartStem(ObjectRef ref) {
        return stem(ref, VERSION).or(() -> stem(ref, OPAQUE));
    }

    /** A name with such an end need not be generated, so each new object is the successor of at most one object that is to be deleted. */
    private static boolean take(Map<Stem, Integer> fresh, Stem stem) {
        int left = fresh.getOrDefault(stem, 0);
        fresh.put(stem, left - 1);
        return left > 0;
    }
}
