package dev.millrace.sync.diff;

import java.util.List;
import java.util.Optional;

/**
 * The pending changes of an application.
 *
 * @param revision the newest commit of the source
 * @param objects first the objects that differ, in the order of the commit, then those that are no longer in it
 * @param unreadable the unreadable documents of the commit, with their origin
 */
public record ApplicationDiff(String application, String revision, List<ObjectDiff> objects, List<String> unreadable) {

    /** The kind of a pending change. */
    public enum Action {
        CREATE,
        CHANGE,
        PRUNE,
        /** The API server, or another application's claim, would reject the change. */
        REFUSED
    }

    /**
     * One object.
     *
     * @param object {@code <kind> <namespace>/<name>}
     * @param reason why the change would be rejected
     */
    public record ObjectDiff(
            String object, String apiVersion, Action action, Optional<String> reason, List<FieldDiff> fields) {}

    /**
     * One field, such as {@code spec.template.spec.containers[name=web].image}.
     *
     * @param live as JSON; absent if the field isn't there
     * @param desired as JSON; absent if the field would be removed
     */
    public record FieldDiff(String field, Optional<String> live, Optional<String> desired) {}
}
