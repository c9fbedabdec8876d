package dev.millrace.updater.deliver;

import dev.millrace.events.value.RepositoryId;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryReader;
import dev.millrace.updater.registry.BuildInfoLookup;
import dev.millrace.updater.registry.RegistryImages;
import dev.millrace.updater.registry.verify.ImageVerdict;
import dev.millrace.updater.review.RequestKeeper;
import dev.millrace.updater.state.BuiltImages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Branch writers without the service around them. */
final class Writers {
    private static final RegistryReader NO_REGISTRY =
            new RegistryReader(new Registries(List.of(), "millrace.updater.registries"));
    private static final Assessor ASSESSOR = new Assessor(
            (repository, plain) -> plain,
            claim -> new ImageVerdict.Verified(),
            (image, digest, verification, files) -> new ImageVerdict.Verified(),
            new BuildInfoLookup(NO_REGISTRY, new RegistryImages(NO_REGISTRY)),
            new BuiltImages());
    private static final Commits COMMITS = new Commits(new CommitMessages(), Clock.systemUTC(), Optional.empty());

    private Writers() {}

    /** Nothing is held, every image is verified, and there is no review host. */
    static BranchWriter plain() {
        return with(repository -> Optional.empty());
    }

    static BranchWriter with(Function<RepositoryId, Optional<RequestKeeper>> keepers) {
        return new BranchWriter(ASSESSOR, COMMITS, heads(keepers), new DeliveryMetrics(new SimpleMeterRegistry()));
    }

    static HeadBranches heads(Function<RepositoryId, Optional<RequestKeeper>> keepers) {
        return new HeadBranches(ASSESSOR, COMMITS, keepers);
    }
}
