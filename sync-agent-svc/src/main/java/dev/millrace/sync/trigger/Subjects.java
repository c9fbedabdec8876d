package dev.millrace.sync.trigger;

import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.cluster.application.SourceSpec;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.version.VersionRange;
import dev.millrace.sync.Subject;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.source.trust.SignedBy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Parses Applications: a user's spec is checked once, at the edge. */
public final class Subjects {
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    private final String cluster;
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();

    /** The result of parsing an Application, for exactly this instance from the watch. */
    private record Reading(Application of, Checked checked) {}

    public Subjects(String cluster) {
        this.cluster = cluster;
    }

    /** The result of parsing. */
    sealed interface Checked {
        record Fit(Subject subject) implements Checked {}

        record Unfit(String reason) implements Checked {}
    }

    ApplicationId id(Application application) {
        return application.id(cluster);
    }

    /** Parses each version of an Application once. */
    @SuppressWarnings("ReferenceEquality") // each update from the watch is a new instance
    Checked of(Application application) {
        String uid = application.getMetadata().getUid();
        Reading known = readings.get(uid);
        if (known != null && known.of() == application) {
            return known.checked();
        }
        Checked checked = read(application);
        readings.put(uid, new Reading(application, checked));
        return checked;
    }

    /** Forgets an Application that is gone. */
    void forget(String uid) {
        readings.remove(uid);
    }

    private Checked read(Application application) {
        try {
            return new Checked.Fit(subject(application));
        } catch (IllegalArgumentException e) {
            return new Checked.Unfit(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) { // whatever one spec does, the others are reconciled
            return new Checked.Unfit("its spec can't be processed: "
                    + e.getClass().getSimpleName() + "; look for a field of unusual length or depth");
        }
    }

    Optional<Subject> fit(Application application) {
        return of(application) instanceof Checked.Fit(Subject subject) ? Optional.of(subject) : Optional.empty();
    }

    Optional<Source> source(Application application) {
        return fit(application).map(Subject::source);
    }

    private Subject subject(Application application) {
        ApplicationSpec spec = application.getSpec();
        check("healthTimeout", spec::mostForHealth);
        checkInterval("poll", spec::pollEvery);
        checkInterval("reapply", spec::reapplyEvery);
        return new Subject(
                id(application),
                application.getMetadata().getUid(),
                application.getMetadata().getGeneration(),
                spec,
                source(spec.source(), application.getMetadata().getNamespace()),
                asked(application),
                published(application));
    }

    /** Each poll asks the Git host, and each comparison reads all objects: neither is repeated without a pause. */
    private static void checkInterval(String field, Supplier<Duration> duration) {
        Duration interval = check(field, duration);
        if (interval.compareTo(MIN_INTERVAL) < 0) {
            throw new IllegalArgumentException(
                    "spec." + field + " is shorter than 1s: " + interval.toMillis() + "ms; write 1s or more");
        }
    }

    private static Duration check(String field, Supplier<Duration> duration) {
        try {
            return duration.get();
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
        return new Subject.Published(
                Optional.ofNullable(application.getStatus()).map(ApplicationStatus::health));
    }

    private static Source source(SourceSpec source, String namespace) {
        String secret = source.secretRef() == null
                ? ""
                : namespace + "/" + source.secretRef().name();
        return new Source(
                source.repositoryId(),
                source.url(),
                followed(source),
                secret,
                source.path(),
                signedBy(source, namespace));
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
