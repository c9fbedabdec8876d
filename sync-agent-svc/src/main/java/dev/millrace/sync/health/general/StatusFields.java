package dev.millrace.sync.health.general;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the fields of a status, bounded in depth and number. Conditions are left out, and so is what was or will be: {@code lastBackup},
 * {@code history}.
 */
final class StatusFields {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_FIELDS = 2000;
    private static final int MAX_ENTRIES = 32;

    /** Receives each field. */
    interface Visitor {
        /**
         * @param path the field's path, such as {@code status.phase}
         * @param depth 1 for the fields of the status itself
         * @param map the map that has the field
         */
        void field(String path, String name, @Nullable Object value, int depth, Map<?, ?> map);
    }

    private final Visitor visitor;
    private final int maxDepth;
    private int left = MAX_FIELDS;

    private StatusFields(Visitor visitor, int maxDepth) {
        this.visitor = visitor;
        this.maxDepth = maxDepth;
    }

    /** Visits the fields of the status itself; those of its parts only if no condition sums the object up. */
    static void walk(Subject subject, Visitor visitor) {
        new StatusFields(visitor, subject.summedUp() ? 1 : MAX_DEPTH)
                .map("status", subject.status(), 1, subject.deviations());
    }

    private void map(String path, Map<?, ?> map, int depth, Deviations deviations) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (left-- <= 0) {
                return;
            }
            String name = String.valueOf(entry.getKey());
            boolean simple = !(entry.getValue() instanceof Map) && !(entry.getValue() instanceof List);
            if (name.equals("conditions") || (!simple && (depth == MAX_DEPTH || isPast(name)))) {
                continue;
            }
            if (simple && !Names.isRead(name)) {
                continue;
            }
            String here = path + "." + name;
            if (deviations.ignores(here)) {
                continue;
            }
            visitor.field(here, name, entry.getValue(), depth, map);
            if (depth < maxDepth) {
                inside(here, entry.getValue(), depth + 1, deviations);
            }
        }
    }

    /** The last operation of an object is the one that goes on, until it has ended. */
    private static boolean isPast(String name) {
        return Names.namesPast(name) && !Names.namesError(name) && !name.equals("lastOperation");
    }

    private void inside(String path, @Nullable Object value, int depth, Deviations deviations) {
        if (value instanceof Map<?, ?> map) {
            map(path, map, depth, deviations);
        } else if (value instanceof List<?> list) {
            for (Object entry : list.subList(0, Math.min(list.size(), MAX_ENTRIES))) {
                if (entry instanceof Map<?, ?> map) {
                    map(path, map, depth, deviations);
                }
            }
        }
    }
}
