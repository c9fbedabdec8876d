package dev.millrace.sync.lead;

import dev.millrace.events.value.ObjectRef;

/** The mandate of a single agent. */
public final class Unlimited implements Mandate {
    @Override
    public boolean isHeld() {
        return true;
    }

    @Override
    public void overran(String application, ObjectRef object) {
        throw new IllegalStateException("it never ends");
    }
}
