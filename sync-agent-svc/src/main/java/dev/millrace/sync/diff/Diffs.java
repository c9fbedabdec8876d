package dev.millrace.sync.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.fields.Difference;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPointer;
import dev.millrace.cluster.fields.FieldSet;
import dev.millrace.cluster.fields.ManagedFields;
import dev.millrace.cluster.fields.Projection;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.redaction.Redaction;
import dev.millrace.cluster.redaction.SensitiveFields;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.ApplyAnswer;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Placement;
import dev.millrace.sync.apply.Treatment;
import dev.millrace.sync.apply.Trial;
import dev.millrace.sync.diff.ApplicationDiff.Action;
import dev.millrace.sync.diff.ApplicationDiff.FieldDiff;
import dev.millrace.sync.diff.ApplicationDiff.ObjectDiff;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Unreadable;
import dev.millrace.sync.render.RenderRequest;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.render.Rendering;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.source.Newest;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.tenant.Refusal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Compares applications with the cluster, by server-side dry runs. */
public final class Diffs {
    private static final String MASKED = "\"***\"";
    private static final String OUR_MARKS = "metadata.annotations[millrace.dev/";

    private final Repositories repositories;
    private final Renderers renderers;
    private final Placement placement;
    private final Function<Identity, Executor> executors;
    private final Clock clock;

    public Diffs(
            Repositories repositories,
            Renderers renderers,
            Placement placement,
            Function<Identity, Executor> executors,
            Clock clock) {
        this.repositories = repositories;
        this.renderers = renderers;
        this.placement = placement;
        this.executors = executors;
        this.clock = clock;
    }

    /** The application can't be compared. The message holds the reason, and no value of a Secret. */
    public static final class Impossible extends RuntimeException {
        public Impossible(String message) {
            super(message);
        }
    }

    /**
     * Returns the pending changes at the newest commit of the application's source.
     *
     * @throws Impossible if the source can't be followed or rendered
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    public ApplicationDiff of(DiffRequest app) {
        Newest.At newest =
                switch (repositories.newest(app.source(), clock.instant(), Optional.empty())) {
                    case Newest.At at -> at;
                    case Newest.Gone gone -> throw new Impossible(gone.reason());
                    case Newest.Untrusted untrusted -> throw new Impossible(untrusted.reason());
                    case Newest.Refused refused -> throw new Impossible(refused.reason());
                    case Newest.Unavailable unavailable -> throw new Impossible(unavailable.reason());
                };
        Executor executor = executors.apply(app.identity());
        executor.unusable().ifPresent(reason -> {
            throw new Impossible("spec.serviceAccount: " + reason);
        });
        Inputs inputs = renderers.inputs(app.uid(), app.identity(), app.id().namespace(), app.spec());
        RenderRequest request = new RenderRequest(
                app.id(),
                app.identity(),
                app.source().path(),
                app.spec(),
                inputs,
                executor.ownObjects(app.claim(), app.applied()),
                app.policy());
        return switch (renderers.render(newest.repository().tree(newest.commit()), request)) {
            case Rendering.Rendered rendered -> diff(app, newest, rendered.manifests(), rendered.inputs());
            case Rendering.Impossible impossible ->
                throw new Impossible(
                        newest.commit().shortForm() + ": " + impossible.file() + ": " + impossible.reason());
        };
    }

    private ApplicationDiff diff(DiffRequest app, Newest.At newest, Manifests rendered, Inputs inputs) {
        Manifests placed = placement.place(rendered, app.spec().destination().namespace());
        Set<String> desired = new HashSet<>();
        placed.objects().forEach(manifest -> desired.add(manifest.ref().identity()));
        List<ObjectDiff> objects = new ArrayList<>();
        List<Refusal> refusals = Refusal.of(app.policy(), placed);
        refusals.forEach(refusal -> objects.add(refused(refusal.manifest().ref(), refusal.reason())));
        Executor executor = executors.apply(app.identity());
        executor.tryOut(Refusal.others(placed, refusals), app.claim(), Treatment.of(app.spec()))
                .forEach(trial -> of(app, executor, trial, inputs).ifPresent(objects::add));
        if (app.spec().prune()) {
            app.recorded().stream()
                    .flatMap(ledger -> ledger.objects().stream())
                    .filter(object -> !desired.contains(object.ref().identity()))
                    .filter(object -> !placed.leavesOut(object.ref()))
                    .filter(object -> app.policy().allows(object.ref()))
                    .forEach(object -> objects.add(of(object.ref(), Action.PRUNE, Optional.empty(), List.of())));
        }
        List<String> unreadable =
                placed.unreadable().stream().map(Unreadable::toString).toList();
        return new ApplicationDiff(app.id().toString(), newest.commit().value(), objects, unreadable);
    }

    private static Optional<ObjectDiff> of(DiffRequest app, Executor executor, Trial trial, Inputs inputs) {
        ObjectRef ref = trial.manifest().ref();
        return switch (trial.answer()) {
            case ApplyAnswer.Stored stored
            when trial.live().isEmpty() -> Optional.of(of(ref, Action.CREATE, Optional.empty(), List.of()));
            case ApplyAnswer.Stored stored -> {
                List<FieldDiff> fields = fields(
                        executor.json(stored.object()),
                        executor.json(trial.live().get()),
                        isSecret(app, ref, inputs),
                        inputs);
                yield fields.isEmpty()
                        ? Optional.empty()
                        : Optional.of(of(ref, Action.CHANGE, Optional.empty(), fields));
            }
            case ApplyAnswer.Rejected(var kind, String reason) -> Optional.of(refused(ref, inputs.masked(reason)));
            case ApplyAnswer.Immutable(String reason, boolean recreated) -> Optional.of(refused(ref, reason));
            case ApplyAnswer.Contested contested -> Optional.of(refused(ref, "others have fields of it"));
            case ApplyAnswer.Present present -> Optional.of(refused(ref, "it exists by now"));
            case ApplyAnswer.Unreached unreached -> throw unreached.why();
        };
    }

    private static ObjectDiff refused(ObjectRef ref, String reason) {
        return of(ref, Action.REFUSED, Optional.of(reason), List.of());
    }

    private static ObjectDiff of(ObjectRef ref, Action action, Optional<String> reason, List<FieldDiff> fields) {
        return new ObjectDiff(ref.toString(), ref.apiVersion(), action, reason, fields);
    }

    /** Returns the test if a field is confidential, by its name or the user's pointers, or because its desired, live or applied value came out of a Secret. */
    private static Predicate<FieldDifference> isSecret(DiffRequest app, ObjectRef ref, Inputs inputs) {
        Optional<AppliedObject> applied =
                app.recorded().flatMap(ledger -> ledger.record().object(ref));
        List<FieldPointer> confidential = app.spec().confidentialPointers();
        return difference -> Redaction.isNeeded(ref)
                || applied.filter(object -> object.isConfidential(difference.path()))
                        .isPresent()
                || SensitiveFields.hold(difference)
                || confidential.stream().anyMatch(pointer -> pointer.touches(difference.path()))
                || Stream.of(difference.desired(), difference.live())
                        .flatMap(Optional::stream)
                        .anyMatch(value -> inputs.isSecretIn(value.toString()));
    }

    /** Compares the fields that would be ours, and those that are ours and would be removed. */
    private static List<FieldDiff> fields(
            JsonNode desired, JsonNode live, Predicate<FieldDifference> isSecret, Inputs inputs) {
        Map<String, FieldDiff> differing = new LinkedHashMap<>();
        Stream.of(desired, live)
                .flatMap(side -> ManagedFields.of(side).appliedBy(Marks.FIELD_MANAGER).stream())
                .map(ManagedFields.Entry::fields)
                .flatMap(fields -> between(fields, desired, live).stream())
                .filter(difference -> !isOurMark(difference))
                .forEach(difference -> {
                    String path = inputs.masked(difference.path().toString());
                    differing.putIfAbsent(path, shown(path, difference, isSecret.test(difference)));
                });
        return List.copyOf(differing.values());
    }

    private static List<FieldDifference> between(FieldSet fields, JsonNode desired, JsonNode live) {
        return Difference.between(fields, Projection.of(desired, fields), Projection.of(live, fields), path -> false);
    }

    private static boolean isOurMark(FieldDifference difference) {
        return difference.path().toString().startsWith(OUR_MARKS);
    }

    private static FieldDiff shown(String path, FieldDifference difference, boolean isSecret) {
        return new FieldDiff(
                path,
                difference.live().map(value -> isSecret ? MASKED : value.toString()),
                difference.desired().map(value -> isSecret ? MASKED : value.toString()));
    }
}
