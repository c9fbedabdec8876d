package dev.millrace.sync.orphan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A live object that Millrace applied and that belongs to no Application.
 *
 * @param object {@code <kind> <namespace>/<name>}
 * @param application the Application in its annotation
 * @param reason the reason why it is an orphan
 * @param command the command that deletes it
 */
public record Orphan(String object, String apiVersion, String application, String reason, String command) {

    /** An Application, as the agent knows it. */
    public sealed interface Holder {
        /** It doesn't exist. */
        record Absent() implements Holder {}

        /** It exists, and its record is not read yet. */
        record Unread() implements Holder {}

        /** It exists, and these are the identities of the objects that it has or may have. */
        record Known(Set<String> identities) implements Holder {
            public Known {
                identities = Set.copyOf(identities);
            }
        }
    }

    /**
     * Returns the orphans among these objects, by their Applications.
     *
     * @param cluster the name of this cluster
     * @param holders the Application with a uid
     */
    public static List<Orphan> among(List<MarkedObject> objects, String cluster, Function<String, Holder> holders) {
        return objects.stream()
                .flatMap(object -> reason(object, cluster, holders.apply(object.applicationUid()))
                        .map(reason -> new Orphan(
                                object.ref().toString(),
                                object.ref().apiVersion(),
                                object.application(),
                                reason,
                                object.deletion()))
                        .stream())
                .sorted(Comparator.comparing(Orphan::application).thenComparing(Orphan::object))
                .toList();
    }

    private static Optional<String> reason(MarkedObject object, String cluster, Holder holder) {
        return switch (holder) {
            case Holder.Absent absent ->
                Optional.of(
                        object.application().startsWith(cluster + "/")
                                ? "its Application does not exist"
                                : "its Application is of a cluster with another name");
            case Holder.Unread unread -> Optional.empty();
            case Holder.Known(Set<String> identities) ->
                identities.contains(object.ref().identity())
                        ? Optional.empty()
                        : Optional.of("its Application has no record of it");
        };
    }
}
