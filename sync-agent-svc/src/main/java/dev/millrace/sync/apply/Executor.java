package dev.millrace.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.expected.ReconcileMark;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.ManagedFields;
import dev.millrace.cluster.fields.Owner;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.Parallel;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Live;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Stage;
import dev.millrace.sync.render.lookup.OwnObjects;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Reads the facts that a plan needs from the cluster, and executes its steps, several objects at once. */
public final class Executor {
    private static final int AT_ONCE = 8;
    private static final int MAX_FIELDS = 5;

    private final ClusterObjects cluster;
    private final Predicate<String> exists;
    private final Claims claims;
    private final Applier applier;
    private final Replacer replacer;

    /** The result of one operation of a step. */
    public record Done(Operation operation, Manifest manifest, ApplyAnswer answer) {}

    /** @param exists returns true if there is an Application with that uid, or if that isn't known yet */
    public Executor(ClusterObjects cluster, Predicate<String> exists) {
        this(cluster, exists, new Claims());
    }

    private Executor(ClusterObjects cluster, Predicate<String> exists, Claims claims) {
        this.cluster = cluster;
        this.exists = exists;
        this.claims = claims;
        this.applier = new Applier(cluster, exists, claims);
        this.replacer = new Replacer(cluster, exists, applier);
    }

    /** Returns the executor that reads and changes objects as this identity. */
    public Executor as(Identity identity) {
        return new Executor(cluster.as(identity), exists, claims);
    }

    /** Returns why nothing can be done as its identity; empty if something can. */
    public Optional<String> unusable() {
        return cluster.unusable();
    }

    /** Returns the state of the cluster at the place of each of these objects, by identity. */
    public Map<String, Live> facts(List<Manifest> manifests, Claim ours) {
        Map<String, Live> facts = new HashMap<>();
        List<Live> found = Parallel.each(manifests, AT_ONCE, manifest -> fact(manifest.ref(), ours));
        for (int i = 0; i < found.size(); i++) {
            facts.put(manifests.get(i).ref().identity(), found.get(i));
        }
        return facts;
    }

    private Live fact(ObjectRef ref, Claim ours) {
        Optional<GenericKubernetesResource> there;
        try {
            there = cluster.read(ref);
        } catch (KindUnavailable e) {
            return new Live.Absent(); // applying it fails alone, whether it exists or not
        }
        if (there.isEmpty()) {
            return new Live.Absent();
        }
        return ours.otherClaimOn(there.get(), exists)
                .<Live>map(Live.Claimed::new)
                .orElseGet(Live.Free::new);
    }

    /** Returns true if the object exists and is claimed for the application; true as well if its kind can't be read now. */
    public boolean mayHave(ObjectRef ref, Claim claim) {
        try {
            return cluster.read(ref).filter(claim::isOn).isPresent();
        } catch (KindUnavailable e) {
            return true;
        }
    }

    /** Returns those of the objects that are not in the cluster, by identity. One whose kind can't be read now may exist. */
    public Set<String> missing(List<ObjectRef> refs) {
        Set<String> missing = new HashSet<>();
        List<Boolean> absent = Parallel.each(refs, AT_ONCE, this::isMissing);
        for (int i = 0; i < absent.size(); i++) {
            if (absent.get(i)) {
                missing.add(refs.get(i).identity());
            }
        }
        return missing;
    }

    private boolean isMissing(ObjectRef ref) {
        try {
            return cluster.read(ref).isEmpty();
        } catch (KindUnavailable e) {
            return false;
        }
    }

    /** Compares the objects in the cluster with those that were applied. */
    public List<Comparison> compare(List<AppliedObject> objects, Salt salt, Treatment treatment) {
        Autoscaled autoscaled = new Autoscaled(cluster);
        return Parallel.each(objects, AT_ONCE, object -> compare(object, salt, treatment, autoscaled));
    }

    private Comparison compare(AppliedObject object, Salt salt, Treatment treatment, Autoscaled autoscaled) {
        try {
            Optional<GenericKubernetesResource> live = cluster.read(object.ref());
            if (live.isEmpty()) {
                return object.selfRemoving() ? new Comparison.Same() : new Comparison.Missing();
            }
            return object.createOnly() || isLeftAlone(live.get())
                    ? new Comparison.Same()
                    : differing(object, live.get(), salt, treatment, autoscaled);
        } catch (KindUnavailable e) {
            return new Comparison.Same(); // it can't be reapplied now either
        }
    }

    /** Returns true if an annotation on the object itself asks for it. */
    private static boolean isLeftAlone(GenericKubernetesResource live) {
        Map<String, String> annotations =
                Optional.ofNullable(live.getMetadata().getAnnotations()).orElse(Map.of());
        return ReconcileMark.of(annotations).leftAlone();
    }

    private Comparison differing(
            AppliedObject object,
            GenericKubernetesResource live,
            Salt salt,
            Treatment treatment,
            Autoscaled autoscaled) {
        if (!live.getMetadata().getUid().equals(object.uid())) {
            return new Comparison.Differs("it was recreated");
        }
        if (object.baseline().isEmpty()) {
            return new Comparison.Differs("it is not known how it was stored");
        }
        if (live.getMetadata().getDeletionTimestamp() != null) {
            return new Comparison.Terminating();
        }
        JsonNode json = json(live);
        ManagedFields managed = ManagedFields.of(json);
        List<String> fields = object.baseline().get().differences(object.ref(), json, salt).stream()
                .filter(difference -> !autoscaled.made(difference, object.ref()))
                .map(FieldDifference::path)
                .filter(path -> !treatment.isLeftToOthers(object.ref(), path, managed))
                .map(path -> path + by(managed, path))
                .limit(MAX_FIELDS)
                .toList();
        return fields.isEmpty() ? new Comparison.Same() : new Comparison.Differs(String.join(", ", fields));
    }

    private static String by(ManagedFields managed, FieldPath path) {
        return managed.ownerOf(path, Marks.FIELD_MANAGER)
                .map(Owner::manager)
                .filter(manager -> !manager.equals(Marks.FIELD_MANAGER))
                .map(manager -> " (by " + manager + ")")
                .orElse("");
    }

    /** Returns the live objects among these that carry the claim. */
    public OwnObjects ownObjects(Claim claim, List<ObjectRef> applied) {
        return new ClaimedObjects(claim, applied, cluster::read, object -> cluster.content(cluster.json(object)));
    }

    /** Returns the object as JSON. */
    public JsonNode json(GenericKubernetesResource object) {
        return cluster.json(object);
    }

    /**
     * Applies the objects of a step, each claimed for the application. All are tried; those that the API server could not be asked
     * for are {@link ApplyAnswer.Unreached}.
     */
    public List<Done> run(PlanStep step, Claim claim, Treatment treatment) {
        Autoscaled autoscaled = new Autoscaled(cluster);
        List<Done> done =
                Parallel.each(step.operations(), AT_ONCE, operation -> run(operation, claim, treatment, autoscaled));
        if (step.stage() == Stage.DEFINITIONS) {
            done.forEach(this::awaitDefinition);
        }
        return done;
    }

    /** Returns the result of applying each object now, by server-side dry runs. */
    public List<Trial> tryOut(List<Manifest> manifests, Claim claim, Treatment treatment) {
        Autoscaled autoscaled = new Autoscaled(cluster);
        return Parallel.each(manifests, AT_ONCE, manifest -> {
            try {
                return tryOut(manifest, claim, treatment, autoscaled);
            } catch (KindUnavailable e) {
                return new Trial(manifest, Optional.empty(), new ApplyAnswer.Rejected(e.kind(), e.reason()));
            }
        });
    }

    private Trial tryOut(Manifest manifest, Claim claim, Treatment treatment, Autoscaled autoscaled) {
        Optional<GenericKubernetesResource> live = cluster.read(manifest.ref());
        Optional<String> other = live.flatMap(object -> claim.otherClaimOn(object, exists));
        return new Trial(
                manifest,
                live,
                other.<ApplyAnswer>map(claimed -> new ApplyAnswer.Rejected(
                                FailureKind.REJECTED, "it belongs to the application " + claimed))
                        .orElseGet(() ->
                                applier.tryOut(manifest, live, claim, autoscaled.treatment(treatment, manifest))));
    }

    private Done run(Operation operation, Claim claim, Treatment treatment, Autoscaled autoscaled) {
        return switch (operation) {
            case Operation.Create(Manifest manifest, boolean assumed) ->
                done(
                        operation,
                        manifest,
                        () -> assumed
                                ? applier.createIfAbsent(manifest, claim, treatment)
                                : applier.create(manifest, claim, treatment));
            case Operation.Apply(Manifest manifest, String uid) ->
                done(
                        operation,
                        manifest,
                        () -> applier.apply(manifest, uid, claim, autoscaled.treatment(treatment, manifest)));
            case Operation.Adopt(Manifest manifest) ->
                done(
                        operation,
                        manifest,
                        () -> applier.adopt(manifest, claim, autoscaled.treatment(treatment, manifest)));
            case Operation.Leave leave -> throw misplaced(leave);
            case Operation.Prune prune -> throw misplaced(prune);
            case Operation.Refuse refuse -> throw misplaced(refuse);
        };
    }

    /** Deletes and recreates each of these objects, which can't be changed into the desired state. */
    public List<Done> replace(List<Operation> operations, Claim claim) {
        return Parallel.each(operations, AT_ONCE, operation -> {
            Manifest manifest = manifest(operation);
            return done(operation, manifest, () -> replacer.replace(manifest, claim));
        });
    }

    private static Done done(Operation operation, Manifest manifest, Supplier<ApplyAnswer> work) {
        try {
            return new Done(operation, manifest, work.get());
        } catch (KindUnavailable e) {
            return new Done(operation, manifest, new ApplyAnswer.Rejected(e.kind(), e.reason()));
        } catch (ClusterUnavailable e) {
            return new Done(operation, manifest, new ApplyAnswer.Unreached(e));
        }
    }

    private static Manifest manifest(Operation operation) {
        return switch (operation) {
            case Operation.Create create -> create.manifest();
            case Operation.Apply apply -> apply.manifest();
            case Operation.Adopt adopt -> adopt.manifest();
            case Operation.Leave leave -> throw misplaced(leave);
            case Operation.Prune prune -> throw misplaced(prune);
            case Operation.Refuse refuse -> throw misplaced(refuse);
        };
    }

    private static IllegalStateException misplaced(Operation operation) {
        return new IllegalStateException("a step holds only what is applied: " + operation);
    }

    private void awaitDefinition(Done done) {
        if (done.answer() instanceof ApplyAnswer.Stored stored
                && stored.object().getKind().equals("CustomResourceDefinition")) {
            cluster.awaitServed(stored.object());
        }
    }
}
