package dev.millrace.sync.lead;

import dev.millrace.events.value.ObjectRef;

/** The right of this agent to change the cluster, for as long as it is the leader. */
public interface Mandate {
    /** Returns true if this agent may change the cluster at this moment. */
    boolean isHeld();

    /**
     * Reports that a change of this object was under way when the mandate ended: it may have reverted a change of the next leader.
     *
     * @param application the uid of the Application that has the object; empty if it isn't known
     */
    void overran(String application, ObjectRef object);
}
