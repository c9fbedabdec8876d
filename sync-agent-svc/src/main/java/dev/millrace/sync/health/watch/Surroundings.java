package dev.millrace.sync.health.watch;

import dev.millrace.sync.health.general.GeneralRule;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectFacts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The facts beside the watched objects that their health depends on: StorageClasses, definitions of their kinds, and the time. */
final class Surroundings implements AutoCloseable {
    private final KubernetesClient client;
    private final Clock clock;
    private final Duration grace;
    private final DefinitionWatches definitions;

    /** Started with the first watched claim. */
    private @Nullable StorageClasses classes;

    /** @param definitionChanged called with the name of a definition that has been read or has changed */
    Surroundings(KubernetesClient client, Clock clock, Duration grace, Consumer<String> definitionChanged) {
        this.client = client;
        this.clock = clock;
        this.grace = grace;
        this.definitions = new DefinitionWatches(client, definitionChanged);
    }

    /** @param changed called whenever a StorageClass has changed */
    void watchClasses(Runnable changed) {
        if (classes == null) {
            classes = StorageClasses.start(client, changed);
        }
    }

    /** Returns the context of an object. The definition of its kind is read only if the object has no status. */
    HealthContext of(GenericKubernetesResource object, KindWatch watch) {
        HealthContext context = new HealthContext(false, age(object), grace, this::bindingMode);
        if (!watch.isCustom() || !GeneralRule.hasNoStatus(new ObjectFacts(object))) {
            return context;
        }
        String version = object.getApiVersion().substring(object.getApiVersion().indexOf('/') + 1);
        return context.withStatus(definitions.declaresStatus(watch.definition(), version));
    }

    private Optional<String> bindingMode(String name) {
        return classes == null ? Optional.empty() : classes.bindingMode(name);
    }

    /** Returns the time for which a controller may still write the first status; empty if it is over, or one has been written. */
    Optional<Duration> graceLeft(GenericKubernetesResource object) {
        Duration left = grace.minus(age(object));
        return left.isPositive() && GeneralRule.hasNoStatus(new ObjectFacts(object))
                ? Optional.of(left)
                : Optional.empty();
    }

    private Duration age(GenericKubernetesResource object) {
        try {
            String created = object.getMetadata().getCreationTimestamp();
            Duration age = created == null ? Duration.ZERO : Duration.between(Instant.parse(created), clock.instant());
            return age.isNegative() ? Duration.ZERO : age;
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    /** Ends what only the objects of this kind needed. */
    void end(KindWatch watch) {
        definitions.end(watch.definition());
    }

    @Override
    public void close() {
        definitions.close();
        if (classes != null) {
            classes.close();
            classes = null;
        }
    }
}
