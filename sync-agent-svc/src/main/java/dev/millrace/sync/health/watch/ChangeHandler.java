package dev.millrace.sync.health.watch;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Reports that any watched object has changed, whichever and how. */
class ChangeHandler<T> implements ResourceEventHandler<T> {
    private final Runnable changed;

    ChangeHandler(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void onAdd(T added) {
        changed.run();
    }

    @Override
    public void onUpdate(T before, T after) {
        changed.run();
    }

    @Override
    public void onDelete(T deleted, boolean finalStateUnknown) {
        changed.run();
    }
}
