package dev.millrace.sync.diff;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.plan.Recorded;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.tenant.TenantPolicy;
import java.util.List;
import java.util.Optional;

/**
 * The application to compare.
 *
 * @param uid the resource's
 * @param recorded the applied record; absent if the application was never reconciled
 * @param policy the permissions of the application
 */
public record DiffRequest(
        ApplicationId id,
        String uid,
        Identity identity,
        Source source,
        ApplicationSpec spec,
        Optional<Ledger> recorded,
        TenantPolicy policy) {

    Claim claim() {
        return new Claim(id, uid);
    }

    List<ObjectRef> applied() {
        return recorded.stream()
                .flatMap(ledger -> ledger.recorded().stream())
                .map(Recorded::ref)
                .filter(policy::allows)
                .toList();
    }
}
