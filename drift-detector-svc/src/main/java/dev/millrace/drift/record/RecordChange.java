package dev.millrace.drift.record;

import dev.millrace.events.value.ObjectRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A record came, changed or went. */
public record RecordChange(Optional<KnownRecord> before, Optional<KnownRecord> after) {

    public String applicationUid() {
        return known().findFirst().orElseThrow().applicationUid();
    }

    /** Whether the application wasn't known. */
    public boolean isFirst() {
        return before.isEmpty();
    }

    /** The objects about which the record says something else than before. */
    public Set<ObjectRef> objects() {
        Map<String, ObjectRef> changed = new HashMap<>();
        known().forEach(known -> known.objects()
                .values()
                .forEach(object -> changed.put(object.ref().identity(), object.ref())));
        changed.keySet().removeIf(this::isSame);
        Set<ObjectRef> intended = new HashSet<>(intended(before));
        intended.removeAll(intended(after)); // what is about to be done is looked at when it is done
        intended.forEach(ref -> changed.put(ref.identity(), ref));
        return Set.copyOf(changed.values());
    }

    private static Set<ObjectRef> intended(Optional<KnownRecord> known) {
        return known.map(one -> one.record().intent()).stream()
                .flatMap(intent -> Stream.of(intent.applying(), intent.pruning(), intent.replacing()))
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    private Stream<KnownRecord> known() {
        return Stream.of(after, before).flatMap(Optional::stream);
    }

    private boolean isSame(String identity) {
        return before.flatMap(known -> known.object(identity)).equals(after.flatMap(known -> known.object(identity)));
    }
}
