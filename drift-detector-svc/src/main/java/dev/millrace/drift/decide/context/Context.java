package dev.millrace.drift.decide.context;

import dev.millrace.cluster.expected.Autoscalers;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Facts beside the object and its record. Each is looked up only once a difference depends on it.
 *
 * @param applicationEnds true if the Application is being deleted; absent if not looked up
 * @param autoscalers the autoscalers in the object's namespace; absent if not looked up
 * @param schema the schema of a custom kind; absent if not looked up
 * @param acceptedUid the uid of a recreated object that was reported already
 */
public record Context(
        Optional<Boolean> applicationEnds,
        Optional<Autoscalers> autoscalers,
        Optional<KindSchema> schema,
        Optional<String> acceptedUid) {

    /** A fact that can be looked up. */
    public enum Lookup {
        APPLICATION,
        AUTOSCALERS,
        SCHEMA
    }

    /** Everything is looked up, and nothing was found. */
    public static final Context PLAIN = new Context(
            Optional.of(false), Optional.of(Autoscalers.NONE), Optional.of(KindSchema.UNKNOWN), Optional.empty());

    /** Nothing is looked up yet. */
    public static Context unknown(Optional<String> acceptedUid) {
        return new Context(Optional.empty(), Optional.empty(), Optional.empty(), acceptedUid);
    }

    /** Returns the same facts with this one. */
    public Context applicationEnds(boolean found) {
        return new Context(Optional.of(found), autoscalers, schema, acceptedUid);
    }

    /** Returns the same facts with this one. */
    public Context autoscalers(Autoscalers found) {
        return new Context(applicationEnds, Optional.of(found), schema, acceptedUid);
    }

    /** Returns the same facts with this one. */
    public Context schema(KindSchema found) {
        return new Context(applicationEnds, autoscalers, Optional.of(found), acceptedUid);
    }

    /** Returns the part of these lookups that is still to be made. */
    public Set<Lookup> missing(Set<Lookup> needed) {
        Set<Lookup> missing = EnumSet.noneOf(Lookup.class);
        for (Lookup lookup : needed) {
            boolean known =
                    switch (lookup) {
                        case APPLICATION -> applicationEnds.isPresent();
                        case AUTOSCALERS -> autoscalers.isPresent();
                        case SCHEMA -> schema.isPresent();
                    };
            if (!known) {
                missing.add(lookup);
            }
        }
        return missing;
    }
}
