package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.cluster.application.Dependency;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.Subject;
import dev.millrace.sync.expression.Expression;
import dev.millrace.sync.tenant.TenantPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The {@code dependsOn} conditions: applications that must be ready before another one is applied. */
public final class Dependencies {
    /** A compiled condition takes about 200 bytes for each character. */
    private static final int MAX_COMPILED_CHARACTERS = 100_000;

    private static final int MAX_SHOWN = 20;

    private final Applications applications;
    private final Subjects subjects;
    private final KubernetesSerialization serialization;
    private final Map<String, Expression> expressions = new ConcurrentHashMap<>();

    public Dependencies(Applications applications, Subjects subjects, KubernetesSerialization serialization) {
        this.applications = applications;
        this.subjects = subjects;
        this.serialization = serialization;
    }

    /**
     * Returns the first dependency that is not ready, and the reason.
     *
     * @param settledAt the commit that an application was compared with last, by uid, if it waits for nothing
     */
    Optional<String> unmet(Subject app, CommitId commit, Function<String, Optional<CommitId>> settledAt) {
        return app.spec().dependsOn().stream()
                .flatMap(dependency -> unmet(app, dependency, commit, settledAt).stream())
                .findFirst();
    }

    private Optional<String> unmet(
            Subject app, Dependency dependency, CommitId commit, Function<String, Optional<CommitId>> settledAt) {
        String name = key(app.id().namespace(), dependency);
        Optional<String> notAllowed = app.policy().dependency(namespace(app.id().namespace(), dependency));
        if (notAllowed.isPresent()) { // before anything of the other one is read, even whether it exists
            return Optional.of(
                    "waits for " + name + ": " + notAllowed.get() + "; ask the operator to extend the Tenant");
        }
        Optional<Application> found = applications.byName(name);
        if (found.isEmpty()) {
            return Optional.of("waits for " + name + ": there is no such Application");
        }
        Application other = found.get();
        String own = app.id().namespace() + "/" + app.id().name();
        Optional<String> circle = circle(own, name, app.policy());
        if (circle.isPresent()) {
            return circle;
        }
        boolean isShown = !app.policy().isGoverned()
                || app.id().namespace().equals(other.getMetadata().getNamespace());
        return condition(dependency, other, isShown)
                .or(() -> behind(app, other, commit, settledAt))
                .map(why -> "waits for " + name + ": " + why);
    }

    /** A dependency with the same source must have completed the same commit: its present state may be that of the commit before. */
    private Optional<String> behind(
            Subject app, Application other, CommitId commit, Function<String, Optional<CommitId>> settledAt) {
        boolean sameSource =
                subjects.source(other).filter(app.source()::standsWith).isPresent();
        boolean done = settledAt
                .apply(other.getMetadata().getUid())
                .filter(commit::equals)
                .isPresent();
        return sameSource && !done ? Optional.of("it is not at " + commit.shortForm() + " yet") : Optional.empty();
    }

    /** @param isShown false if only the outcome of the other Application may be shown and read */
    private Optional<String> condition(Dependency dependency, Application other, boolean isShown) {
        if (dependency.ready() == null) {
            return isReady(other)
                    ? Optional.empty()
                    : Optional.of(isShown ? message(other) : "it is not ready" + VisibleOutcome.reason(other));
        }
        try {
            Expression ready = expression(dependency.ready());
            return switch (ready.of(isShown ? self(other) : VisibleOutcome.of(other))) {
                case Expression.Verdict.Holds holds -> Optional.empty();
                case Expression.Verdict.HoldsNot not -> Optional.of("this does not hold: " + dependency.ready());
                case Expression.Verdict.Fails(String why) ->
                    Optional.of("this does not hold: " + dependency.ready() + ": " + why);
            };
        } catch (IllegalArgumentException e) {
            return Optional.of("spec.dependsOn.ready is " + e.getMessage());
        }
    }

    private Expression expression(String text) {
        int compiled = expressions.keySet().stream().mapToInt(String::length).sum();
        if (compiled + text.length() > MAX_COMPILED_CHARACTERS && !expressions.containsKey(text)) {
            expressions.clear();
        }
        return expressions.computeIfAbsent(text, Expression::compile);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> self(Application application) {
        return serialization.convertValue(application, Map.class);
    }

    private static boolean isReady(Application application) {
        ApplicationStatus status = application.getStatus();
        return status != null
                && application.getMetadata().getGeneration().equals(status.observedGeneration())
                && status.conditions().stream()
                        .anyMatch(c -> c.getType().equals(ApplicationStatus.READY)
                                && c.getStatus().equals("True"));
    }

    private static String message(Application application) {
        return Optional.ofNullable(application.getStatus())
                .flatMap(status -> Optional.ofNullable(status.message()))
                .orElse("it has not been reconciled yet");
    }

    /** Returns a shortest cycle: a path from an application along its dependencies back to itself. Each Application is visited once. */
    private Optional<String> circle(String own, String first, TenantPolicy policy) {
        Map<String, String> cameFrom = new HashMap<>(Map.of(first, own));
        Deque<String> waiting = new ArrayDeque<>(List.of(first));
        for (String at = waiting.poll(); at != null; at = waiting.poll()) {
            if (at.equals(own)) {
                return Optional.of("spec.dependsOn goes in a circle: " + path(own, cameFrom, policy));
            }
            for (String next : dependenciesOf(at)) {
                if (cameFrom.putIfAbsent(next, at) == null) {
                    waiting.add(next);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the path, of a long one the first and the last part. */
    private static String path(String own, Map<String, String> cameFrom, TenantPolicy policy) {
        Deque<String> way = new ArrayDeque<>(List.of(own));
        for (String at = cameFrom.get(own); at != null && !at.equals(own); at = cameFrom.get(at)) {
            boolean isShown =
                    policy.dependency(at.substring(0, at.indexOf('/'))).isEmpty();
            way.addFirst(isShown ? at : "an Application of another Tenant");
        }
        way.addFirst(own);
        if (way.size() <= MAX_SHOWN) {
            return String.join(" → ", way);
        }
        String first = way.stream().limit(MAX_SHOWN / 2).collect(Collectors.joining(" → "));
        String last = way.stream().skip(way.size() - MAX_SHOWN / 2).collect(Collectors.joining(" → "));
        return first + " → … → " + last;
    }

    private List<String> dependenciesOf(String name) {
        return applications.byName(name).stream()
                .flatMap(application -> Applications.dependsOn(application).stream()
                        .map(dependency -> key(application.getMetadata().getNamespace(), dependency)))
                .toList();
    }

    /** Returns the uids of the applications that depend on this one. */
    List<String> dependents(Application application) {
        String name = application.getMetadata().getNamespace() + "/"
                + application.getMetadata().getName();
        return applications.dependent().stream()
                .filter(other -> other.getSpec().dependsOn().stream()
                        .anyMatch(dependency -> key(other.getMetadata().getNamespace(), dependency)
                                .equals(name)))
                .map(other -> other.getMetadata().getUid())
                .toList();
    }

    private static String key(String namespace, Dependency dependency) {
        return namespace(namespace, dependency) + "/" + dependency.name();
    }

    private static String namespace(String own, Dependency dependency) {
        return dependency.namespace() == null ? own : dependency.namespace();
    }
}
