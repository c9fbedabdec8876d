package dev.millrace.builder.build;

import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.journal.BuildJournal;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.builder.sign.EvidenceWriter;
import dev.millrace.builder.sign.Origin;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.messaging.DeliveryMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The collaborators of all builds. */
public record BuildEnvironment(
        ImageEngine engine,
        RegistryClient registry,
        ImagePush push,
        EvidenceWriter evidence,
        BuildJournal journal,
        DeliveryMetrics metrics,
        Map<RepositoryId, AccessValues> access,
        BuildSettings settings,
        Clock clock) {

    public BuildEnvironment {
        access = Map.copyOf(access);
    }

    /** The time limit of one step, starting now: that of the service or a shorter one. */
    Limit limit(Optional<Duration> asked) {
        Duration shortest =
                asked.filter(time -> time.compareTo(settings.timeout()) < 0).orElse(settings.timeout());
        return Limit.startingNow(shortest, clock);
    }

    AccessValues accessOf(RepositoryId repository) {
        return access.getOrDefault(repository, AccessValues.NONE);
    }

    /** The step of a push that attaches the evidence of an image. */
    ImagePush.Attach evidenceOf(ImagePlan plan) {
        return evidence.of(origin(plan));
    }

    /** Returns true if an image in the registry has the evidence of this builder. */
    boolean hasEvidence(ImagePlan plan, Digest digest) {
        return evidence.isComplete(plan.image(), digest, origin(plan), engine.attests());
    }

    private Origin origin(ImagePlan plan) {
        return new Origin(
                settings.builderId(),
                plan.source().repository(),
                plan.source().commit(),
                plan.spec().dockerfilePath());
    }
}
