package dev.millrace.sync.diff;

import java.util.List;
import java.util.Optional;

/**
 * What would change.
 *
 * @param revision the newest commit of the source
 * @param objects those that differ, as the commit has them, then those that are no longer in it
 * @param unreadable what of the commit can't be read, with its place
 */
public record ApplicationDiff(String application, String revision, List<ObjectDiff> objects, List<String> unreadable) {

    /** What would be done. */
    public enum Action {
        CREATE,
        CHANGE,
        PRUNE,
        /** The API server, or another application's claim, would not let us. */
        REFUSED
    }

    /**
     * One object.
     *
     * @param object {@code <kind> <namespace>/<name>}
     * @param reason why it would be refused
     */
    public record ObjectDiff(
            String object, String apiVersion, Action action, Optional<String> reason, List<FieldDiff> fields) {}

    /**
     * One field, such as {@code spec.template.spec.containers[name=web].image}.
     *
     * @param live as JSON; absent if the field isn't there
     * @param desired as JSON; absent if the field would go
     */
    public record FieldDiff(String field, Optional<String> live, Optional<String> desired) {}
}
