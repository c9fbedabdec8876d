package dev.millrace.drift.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * A successful write to an object, as the audit log describes it.
 *
 * @param user the user on whose behalf the request was made: the impersonated one, if there is one
 * @param received when the API server received the request
 * @param completed when it had answered
 */
record AuditWrite(
        AuditedObject object,
        String verb,
        String user,
        Optional<String> sourceAddress,
        Optional<String> userAgent,
        Instant received,
        Instant completed) {

    boolean isDeletion() {
        return verb.equals("delete");
    }
}
