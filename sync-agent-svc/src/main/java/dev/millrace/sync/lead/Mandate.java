package dev.millrace.sync.lead;

import dev.millrace.events.value.ObjectRef;

/** That this agent may change the cluster, for as long as it leads. */
public interface Mandate {
    /** Whether it may at this moment. */
    boolean isHeld();

    /**
     * A change of this object was under way when the mandate ended: it may have undone what the next leader did.
     *
     * @param application the uid of the Application that has the object; empty if it isn't known
     */
    void overran(String application, ObjectRef object);
}
