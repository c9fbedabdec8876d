package dev.millrace.sync.trigger;

import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.cluster.application.SourceSpec;
import dev.millrace.cluster.application.limit.SpecLimits;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.version.VersionRange;
import dev.millrace.sync.Subject;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.identity.IdentityPolicy;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.source.trust.SignedBy;
import dev.millrace.sync.tenant.Tenancy;
import dev.millrace.sync.tenant.TenantPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Parses Applications: a user's spec is checked once, at the edge. */
public final class Subjects {
    private static final Logger LOG = Logger.getLogger(Subjects.class);
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_REASON = 1_000;

    private final String cluster;
    private final Supplier<Optional<Tenancy>> tenants;
    private final IdentityPolicy identities;
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();

    /** The result of parsing an Application, for exactly this instance from the watch and these Tenants. */
    private record Reading(Application of, Tenancy under, Checked checked) {}

    /**
     * @param tenants the Tenants of the cluster; empty until they are known
     * @param identities the identities of Applications
     */
    public Subjects(String cluster, Supplier<Optional<Tenancy>> tenants, IdentityPolicy identities) {
        this.cluster = cluster;
        this.tenants = tenants;
        this.identities = identities;
    }

    /** The result of parsing. */
    sealed interface Checked {
        record Fit(Subject subject) implements Checked {}

        record Unfit(String reason) implements Checked {}

        /** The spec is valid, and its Tenant does not allow it: nothing may be read or changed for it. */
        record Barred(Subject subject, String reason) implements Checked {}

        /** The Tenants of the cluster are not known yet. */
        record Undecided() implements Checked {}
    }

    ApplicationId id(Application application) {
        return application.id(cluster);
    }

    /** Parses each version of an Application once, and again when Tenants have changed. */
    @SuppressWarnings("ReferenceEquality") // each update from a watch is a new instance
    Checked of(Application application) {
        Optional<Tenancy> now = tenants.get();
        if (now.isEmpty()) {
            return new Checked.Undecided();
        }
        Tenancy tenancy = now.get();
        String uid = application.getMetadata().getUid();
        Reading known = readings.get(uid);
        if (known != null && known.of() == application && known.under() == tenancy) {
            return known.checked();
        }
        Checked checked = read(application, tenancy);
        readings.put(uid, new Reading(application, tenancy, checked));
        return checked;
    }

    /** Forgets an Application that is gone. */
    void forget(String uid) {
        readings.remove(uid);
    }

    private Checked read(Application application, Tenancy tenancy) {
        try {
            TenantPolicy policy = tenancy.policy(application.getMetadata().getNamespace());
            Subject subject = subject(application, policy);
            return policy.refusal(subject.spec())
                    .or(() -> refusal(policy, subject.identity()))
                    .<Checked>map(reason -> new Checked.Barred(subject, reason))
                    .orElseGet(() -> new Checked.Fit(subject));
        } catch (IllegalArgumentException e) {
            return new Checked.Unfit(shown(String.valueOf(e.getMessage())));
        } catch (RuntimeException
                | StackOverflowError e) { // an outdated definition may admit any form; it is the fault of this one only
            LOG.warnf(e, "spec can't be read: application=%s", id(application));
            return new Checked.Unfit("spec can't be read; compare it with the definition of the resource");
        }
    }

    private static String shown(String reason) {
        return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + " …" : reason;
    }

    private static Optional<String> refusal(TenantPolicy policy, Identity identity) {
        return switch (identity) {
            case Identity.Own own -> Optional.empty();
            case Identity.Account account ->
                policy.mayActAs(account.name())
                        ? Optional.empty()
                        : Optional.of("the Application acts as the service account " + account.name()
                                + ", which its Tenant does not allow; ask the operator to add it to spec.serviceAccounts"
                                + " of the Tenant");
        };
    }

    Optional<Subject> fit(Application application) {
        return of(application) instanceof Checked.Fit(Subject subject) ? Optional.of(subject) : Optional.empty();
    }

    Optional<Source> source(Application application) {
        return fit(application).map(Subject::source);
    }

    private Subject subject(Application application, TenantPolicy policy) {
        ApplicationSpec spec = application.getSpec();
        SpecLimits.excess(spec).ifPresent(excess -> {
            throw new IllegalArgumentException(excess);
        });
        check("healthTimeout", spec::mostForHealth);
        checkInterval("poll", spec::pollEvery);
        spec.checkHealRules();
        check("confidentialFields", spec::confidentialPointers);
        checkInterval("reapply", spec::reapplyEvery);
        String namespace = application.getMetadata().getNamespace();
        Identity identity = identity(namespace, spec);
        return new Subject(
                id(application),
                application.getMetadata().getUid(),
                application.getMetadata().getGeneration(),
                spec,
                source(spec.source(), namespace, identity),
                asked(application),
                published(application),
                policy,
                identity);
    }

    private Identity identity(String namespace, ApplicationSpec spec) {
        try {
            return identities.of(namespace, Optional.ofNullable(spec.serviceAccount()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("spec.serviceAccount is " + e.getMessage(), e);
        }
    }

    /** Each poll asks the Git host, and each comparison reads all objects: neither is repeated without a pause. */
    private static void checkInterval(String field, Supplier<Duration> duration) {
        Duration interval = check(field, duration);
        if (interval.compareTo(MIN_INTERVAL) < 0) {
            throw new IllegalArgumentException(
                    "spec." + field + " is shorter than 1s: " + interval.toMillis() + "ms; write 1s or more");
        }
    }

    private static <T> T check(String field, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("spec." + field + " is " + e.getMessage(), e);
        }
    }

    private static Subject.Asked asked(Application application) {
        Map<String, String> annotations =
                Optional.ofNullable(application.getMetadata().getAnnotations()).orElse(Map.of());
        return new Subject.Asked(
                Optional.ofNullable(annotations.get(Marks.CONFIRM_PRUNE)),
                Optional.ofNullable(annotations.get(Marks.SYNC)).filter(asked -> !asked.isBlank()),
                Optional.ofNullable(annotations.get(Marks.RECHECK)).map(Overrun::parse),
                application.getMetadata().getDeletionTimestamp() != null);
    }

    private static Subject.Published published(Application application) {
        Optional<ApplicationStatus> status = Optional.ofNullable(application.getStatus());
        return new Subject.Published(
                status.map(ApplicationStatus::health),
                status.map(ApplicationStatus::attempt).orElse(0L));
    }

    private static Source source(SourceSpec source, String namespace, Identity reader) {
        String secret = source.secretRef() == null
                ? ""
                : namespace + "/" + source.secretRef().name();
        return new Source(
                source.repositoryId(),
                source.url(),
                followed(source),
                secret,
                source.path(),
                signedBy(source, namespace),
                reader);
    }

    private static Optional<SignedBy> signedBy(SourceSpec source, String namespace) {
        return Optional.ofNullable(source.verify())
                .map(verify -> new SignedBy(
                        switch (verify.what()) {
                            case COMMIT -> SignedBy.What.COMMIT;
                            case TAG -> SignedBy.What.TAG;
                        },
                        namespace + "/" + verify.keys().name()));
    }

    private static Followed followed(SourceSpec source) {
        Optional<GitRef> ref = source.gitRef();
        if (ref.isPresent()) {
            return new Followed.Ref(ref.get());
        }
        return source.commit() == null || source.commit().isBlank()
                ? new Followed.Versions(VersionRange.of(String.valueOf(source.semver())))
                : new Followed.Fixed(new CommitId(source.commit()));
    }
}
