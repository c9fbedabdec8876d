package dev.millrace.sync;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.Intent;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.record.Attempt;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.record.RecordNotes;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.state.Work;
import dev.millrace.sync.tenant.TenantPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One application, its record and its attempts, for tests of decisions. */
public final class Sample {
    public static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    public static final CommitId OLD = new CommitId("a".repeat(40));
    public static final CommitId NEW = new CommitId("b".repeat(40));
    public static final GitRef MAIN = GitRef.branch("main");
    public static final String URL = "https://git.example.com/shop/config";
    public static final RepositoryId REPOSITORY = RepositoryId.parse(URL);
    public static final ApplicationId ID = new ApplicationId("test", "shop", "web");
    public static final String UID = "uid-web";
    public static final ChainId CHAIN = ChainId.of(REPOSITORY, NEW);
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Sample() {}

    /** Returns an Application of the namespace {@code shop}; its uid is {@code uid-<name>}. */
    public static Application application(String name, String... specLines) {
        Application application =
                YAML.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: Application
                metadata: {name: %s, namespace: shop, uid: uid-%s, generation: 1, resourceVersion: "7"}
                spec:
                %s""".formatted(name, name, spec(specLines).indent(2)), Application.class);
        return application;
    }

    private static String spec(String... lines) {
        List<String> given = List.of(lines);
        boolean hasSource = given.stream().anyMatch(line -> line.startsWith("source:"));
        Stream<String> source = hasSource ? Stream.of() : Stream.of("source: {repository: '" + URL + "', path: web}");
        return Stream.of(source, Stream.of("destination: {namespace: shop}"), given.stream())
                .flatMap(some -> some)
                .reduce("", (all, line) -> all + line + "\n");
    }

    /** Returns the application at the branch main, with these lines in its spec. */
    public static Subject subject(String... specLines) {
        return asked(Subject.Asked.NOTHING, specLines);
    }

    /** Returns the application with requests of users. */
    public static Subject asked(Subject.Asked asked, String... specLines) {
        ApplicationSpec spec = application("web", specLines).getSpec();
        Source source = new Source(
                REPOSITORY,
                URI.create(URL),
                new Followed.Ref(MAIN),
                "",
                spec.source().path(),
                Optional.empty(),
                Identity.OWN);
        return new Subject(ID, UID, 1, spec, source, asked, Subject.Published.NOTHING);
    }

    /** Returns the application with these permissions. */
    public static Subject limited(Subject app, TenantPolicy policy) {
        return new Subject(
                app.id(),
                app.uid(),
                app.generation(),
                app.spec(),
                app.source(),
                app.asked(),
                app.published(),
                policy,
                app.identity());
    }

    /** Returns the record of an application for which nothing was applied yet. */
    public static Ledger ledger() {
        AppliedRecord record = new AppliedRecord(
                ID,
                UID,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                new Salt("ab".repeat(32)),
                Intent.NONE,
                List.of(),
                Map.of(),
                "",
                Map.of(),
                List.of());
        return new Ledger(record, RecordNotes.NOTHING);
    }

    /** Returns the record while the first attempt runs, for the commit {@link #NEW}. */
    public static Ledger begun() {
        return ledger().begun(attempt(1), ReadSet.NOTHING, "renderer", false);
    }

    /** Returns the record after the first attempt has applied these objects. */
    public static Ledger applied(String... names) {
        Ledger ledger = begun();
        for (String name : names) {
            ledger = ledger.having(List.of(object(name)));
        }
        return new Ledger(ledger.record(), ended(ledger.noted()));
    }

    private static RecordNotes ended(RecordNotes notes) {
        return new RecordNotes(
                Optional.of(NEW),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                notes.answered(),
                notes.line(),
                notes.pendingClaims(),
                "",
                notes.publishedHealth());
    }

    /** Returns a ConfigMap of the namespace {@code shop}. */
    public static ObjectRef ref(String name) {
        return new ObjectRef("v1", "ConfigMap", Optional.of("shop"), name);
    }

    /** Returns a ConfigMap as it was applied. */
    public static AppliedObject object(String name) {
        return new AppliedObject(ref(name), "uid-" + name, "hash-" + name, Optional.empty(), 0, false);
    }

    /** Returns the ledger after an attempt has begun that brings this commit and read these files. */
    public static Ledger ledgerAt(CommitId commit, ReadSet readSet) {
        Attempt attempt = attempt(1);
        return ledger().begun(
                        new Attempt(
                                1,
                                attempt.repository(),
                                attempt.ref(),
                                commit,
                                Optional.empty(),
                                attempt.why(),
                                attempt.startedAt(),
                                Optional.empty(),
                                Attempt.Work.NONE),
                        readSet,
                        "renderer",
                        false);
    }

    /** Returns an attempt for the commit {@link #NEW} that has just begun. */
    public static Attempt attempt(long number) {
        return new Attempt(
                number,
                REPOSITORY,
                MAIN,
                NEW,
                Optional.of(OLD),
                new Attempt.Why(
                        Trigger.EVENT, Optional.of("COMMIT"), CHAIN, List.of(), Optional.empty(), Optional.empty()),
                NOW,
                Optional.empty(),
                Attempt.Work.NONE);
    }

    /** Returns the health of an application of which these objects have that health, and all others are healthy. */
    public static ApplicationHealth health(Health health, String message, String... names) {
        List<ApplicationHealth.Of> unhealthy = Stream.of(names)
                .map(name -> new ApplicationHealth.Of(ref(name), new ObjectHealth(health, message)))
                .toList();
        return new ApplicationHealth(true, unhealthy.isEmpty() ? Health.Healthy : health, unhealthy, Set.of());
    }

    /** Returns a plan that changes nothing and deletes these objects. */
    public static SyncPlan pruning(Pruning pruning, String... names) {
        return new SyncPlan(
                List.of(),
                List.of(),
                List.of(),
                Stream.of(names)
                        .map(name -> new Operation.Prune(ref(name), "uid-" + name))
                        .toList(),
                pruning);
    }

    /** Returns the work of an attempt after a number of failed ones. */
    public static Work work(SyncPlan plan, int failures) {
        return new Work(plan, Inputs.NONE, Set.of(), Set.of(), failures);
    }
}
