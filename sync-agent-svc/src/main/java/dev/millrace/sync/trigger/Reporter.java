package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.status.StatusWriter;

/** Writes to Application resources: their status, their finalizer, and the answers to deposed agents. */
public final class Reporter {
    private final StatusWriter status;
    private final Finalizers finalizers;
    private final Rechecks rechecks;

    public Reporter(StatusWriter status, Finalizers finalizers, Rechecks rechecks) {
        this.status = status;
        this.finalizers = finalizers;
        this.rechecks = rechecks;
    }

    /** Reports that an application is about to be reconciled. */
    void begin(Application application) {
        finalizers.keep(application);
    }

    /** Reports the result of a pass. */
    void report(Application application, Subject subject, ReconcileResult result) {
        status.write(application, subject, result);
        rechecks.answered(application, result);
        if (result.left()) {
            finalizers.release(application);
        }
    }

    /** Reports that the spec of an application is not valid. */
    void reportInvalid(Application application, String reason) {
        status.writeInvalid(application, reason);
    }

    /** Reports that an application is not applied because its Tenant does not allow it. */
    void reportNotAllowed(Application application, String reason) {
        status.writeNotAllowed(application, reason);
    }

    /** Reports that an application is not reconciled because it ended the process before. */
    void reportSetAside(Application application, String reason) {
        status.writeSetAside(application, reason);
    }

    /** Reports that an application can't be reconciled now, and is retried. */
    void reportRetrying(Application application, String reason) {
        status.writeRetrying(application, reason);
    }

    /** Forgets an application that is gone. */
    void forget(String uid) {
        status.forget(uid);
    }

    /** Forgets all written states: another agent may have written since. */
    void reset() {
        status.reset();
    }
}
