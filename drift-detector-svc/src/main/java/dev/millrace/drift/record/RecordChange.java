package dev.millrace.drift.record;

import dev.millrace.events.value.ObjectRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A record that was created, changed or deleted. */
public record RecordChange(Optional<IndexedRecord> before, Optional<IndexedRecord> after) {

    public String applicationUid() {
        return known().findFirst().orElseThrow().applicationUid();
    }

    /** Returns true if the application had no record before. */
    public boolean isFirst() {
        return before.isEmpty();
    }

    /** The objects whose entry in the record changed. */
    public Set<ObjectRef> objects() {
        Map<String, ObjectRef> changed = new HashMap<>();
        known().forEach(known -> known.objects()
                .values()
                .forEach(object -> changed.put(object.ref().identity(), object.ref())));
        changed.keySet().removeIf(this::isSame);
        Set<ObjectRef> intended = new HashSet<>(intended(before));
        intended.removeAll(intended(after)); // intended changes are checked once they are done
        intended.forEach(ref -> changed.put(ref.identity(), ref));
        return Set.copyOf(changed.values());
    }

    private static Set<ObjectRef> intended(Optional<IndexedRecord> known) {
        return known.map(one -> one.record().intent()).stream()
                .flatMap(intent -> Stream.of(intent.applying(), intent.pruning(), intent.replacing()))
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    private Stream<IndexedRecord> known() {
        return Stream.of(after, before).flatMap(Optional::stream);
    }

    private boolean isSame(String identity) {
        return before.flatMap(known -> known.object(identity)).equals(after.flatMap(known -> known.object(identity)));
    }
}
