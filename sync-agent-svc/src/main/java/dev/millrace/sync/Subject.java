package dev.millrace.sync;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.events.Health;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.tenant.OwnNamespace;
import dev.millrace.sync.tenant.TenantPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An Application as the pipeline uses it: checked, with defaults filled in.
 *
 * @param uid the uid of the resource
 * @param spec the spec as it was written
 * @param asked the requests of users beside the spec
 * @param published what was published last
 * @param policy the permissions of the Applications in its namespace
 * @param identity the identity by which everything that it names is read and changed
 */
public record Subject(
        ApplicationId id,
        String uid,
        long generation,
        ApplicationSpec spec,
        Source source,
        Asked asked,
        Published published,
        TenantPolicy policy,
        Identity identity) {

    /** An Application of a cluster without Tenants, which acts with the agent's own rights. */
    public Subject(
            ApplicationId id,
            String uid,
            long generation,
            ApplicationSpec spec,
            Source source,
            Asked asked,
            Published published) {
        this(
                id,
                uid,
                generation,
                spec,
                source,
                asked,
                published,
                TenantPolicy.singleTeam(new OwnNamespace(OwnNamespace.DEFAULT), id.namespace()),
                Identity.OWN);
    }

    /**
     * The requests of users by annotations, and by deleting the resource.
     *
     * @param confirmedPrune the revision whose pruning a user confirmed
     * @param sync a commit that is to be applied now, or any other word for the newest one
     * @param recheck the request of a deposed agent to compare all objects with the record
     * @param deletion true if the resource is being deleted
     */
    public record Asked(
            Optional<String> confirmedPrune, Optional<String> sync, Optional<Overrun> recheck, boolean deletion) {
        public static final Asked NOTHING = new Asked(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /**
     * The state that the resource's status shows.
     *
     * @param attempt the number of the newest attempt; 0 if there was none
     */
    public record Published(Optional<Health> health, long attempt) {
        public static final Published NOTHING = new Published(Optional.empty(), 0);
    }

    /** Empty without such fields: where none are used, nothing is applied again because they exist. */
    private String confidential() {
        List<String> pointers = spec.confidentialFields();
        return pointers.isEmpty() ? "" : "-" + Content.hash(pointers).substring(0, 16);
    }

    /** Returns a fingerprint of everything besides the commit that decides what is rendered and how it is applied. */
    String inputs() {
        String acting = identity instanceof Identity.Account account ? account.name() + "-" : "";
        return Renderers.VERSION + "-"
                + acting
                + Content.hash(List.of(
                                source.repository().value(),
                                source.followed().toString(),
                                source.path(),
                                spec.render(),
                                spec.plain(),
                                spec.helm(),
                                spec.transform(),
                                spec.destination(),
                                List.of(
                                        spec.prune(),
                                        spec.pruneOrder(),
                                        spec.heals(),
                                        spec.observe(),
                                        spec.immutable()),
                                spec.conflicts(),
                                spec.ignore()))
                        .substring(0, 16)
                + confidential()
                + policy.fingerprint();
    }

    /** Returns the namespace of objects that name none. */
    public String destination() {
        return spec.destination().namespace();
    }

    /** Returns true if any drifted object may be restored. */
    public boolean heal() {
        return spec.heals();
    }

    public boolean suspended() {
        return spec.suspend();
    }

    /** Returns how long an attempt may take until all is healthy. */
    public Duration timeout() {
        return spec.mostForHealth();
    }

    public Duration poll() {
        return spec.pollEvery();
    }

    Claim claim() {
        return new Claim(id, uid);
    }
}
