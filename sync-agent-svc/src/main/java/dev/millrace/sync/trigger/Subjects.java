package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.cluster.application.SourceSpec;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.Subject;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.status.StatusWriter;
import java.util.Map;
import java.util.Optional;

/** Reads Applications: checks what people wrote, once, at the edge. */
public final class Subjects {
    private static final String CONFIRM_PRUNE = "millrace.dev/confirm-prune";

    private final String cluster;

    public Subjects(String cluster) {
        this.cluster = cluster;
    }

    /** What reading came to. */
    sealed interface Checked {
        record Fit(Subject subject) implements Checked {}

        record Unfit(String reason) implements Checked {}
    }

    ApplicationId id(Application application) {
        return application.id(cluster);
    }

    Checked of(Application application) {
        try {
            return new Checked.Fit(subject(application));
        } catch (IllegalArgumentException e) {
            return new Checked.Unfit(String.valueOf(e.getMessage()));
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
        Map<String, String> annotations = application.getMetadata().getAnnotations();
        Optional<ApplicationStatus> status = Optional.ofNullable(application.getStatus());
        return new Subject(
                id(application),
                application.getMetadata().getUid(),
                application.getMetadata().getGeneration(),
                source(spec.source(), application.getMetadata().getNamespace()),
                way(spec),
                spec.destination().namespace(),
                spec.prune(),
                spec.heal(),
                spec.suspend(),
                spec.mostForHealth(),
                spec.pollEvery(),
                Optional.ofNullable(annotations == null ? null : annotations.get(CONFIRM_PRUNE)),
                status.filter(StatusWriter::saysPruneWithheld).isPresent(),
                status.map(ApplicationStatus::health));
    }

    private static Source source(SourceSpec source, String namespace) {
        String secret = source.secretRef() == null
                ? ""
                : namespace + "/" + source.secretRef().name();
        return new Source(source.repositoryId(), source.url(), source.gitRef(), secret, source.path());
    }

    private static Renderers.Way way(ApplicationSpec spec) {
        return switch (spec.render()) {
            case AUTO -> Renderers.Way.AUTO;
            case PLAIN -> Renderers.Way.PLAIN;
            case KUSTOMIZE -> Renderers.Way.KUSTOMIZE;
        };
    }
}
