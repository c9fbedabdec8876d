package dev.millrace.updater;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.registry.Login;
import dev.millrace.registry.Registries;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryReader;
import dev.millrace.updater.registry.BuildInfoLookup;
import dev.millrace.updater.registry.RegistryImages;
import dev.millrace.updater.registry.confirm.ImageConfirmer;
import dev.millrace.updater.registry.confirm.RegistryConfirmer;
import dev.millrace.updater.registry.scan.FoundImageHandler;
import dev.millrace.updater.registry.scan.RegistryScan;
import dev.millrace.updater.registry.scan.RegistryScanner;
import dev.millrace.updater.registry.verify.CachingVerifier;
import dev.millrace.updater.registry.verify.ImageVerifier;
import dev.millrace.updater.registry.verify.KeyVerifier;
import dev.millrace.updater.repository.ConfigRepositories;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Produces the objects that access registries. */
@Singleton
public class RegistryWiring {
    private static final String SERVICE = "manifest-updater-svc";

    @Produces
    @Singleton
    RegistryReader client(RegistryConfig config) {
        return new RegistryReader(new Registries(
                config.all().values().stream().map(RegistryWiring::host).toList(), "millrace.updater.registries"));
    }

    private static Registry host(RegistryConfig.Registry one) {
        Optional<Login> login =
                one.username().map(user -> new Login(user, one.password().orElse("")));
        return new Registry(one.host(), one.insecure(), login);
    }

    @Produces
    @Singleton
    RegistryImages images(RegistryReader client) {
        return new RegistryImages(client);
    }

    @Produces
    @Singleton
    BuildInfoLookup buildInfoLookup(RegistryReader client, RegistryImages images) {
        return new BuildInfoLookup(client, images);
    }

    @Produces
    @Singleton
    FoundImageHandler found(UpdatePipeline pipeline, EventPublisher publisher, Clock clock) {
        return (repository, policy, image) -> {
            List<UpdateRequested> requests = pipeline.requests(repository, policy, image);
            Envelope<ImageBuilt> trigger = trigger(image, clock.instant());
            requests.forEach(request -> publisher.publish(trigger.followedBy(request, SERVICE, clock.instant())));
            return !requests.isEmpty();
        };
    }

    /** The image's own event, as it was or would have been published: the same id, the same chain. It is not published again. */
    private static Envelope<ImageBuilt> trigger(ImageBuilt image, Instant now) {
        return Envelope.first(image, SERVICE, now, image.chain(), Optional.empty());
    }

    @Produces
    @Singleton
    RegistryScanner scanner(
            ConfigRepositories repositories,
            RegistryReader client,
            RegistryImages images,
            FoundImageHandler found,
            DeliveryMetrics metrics,
            Clock clock) {
        RegistryScan scan = new RegistryScan(client, images, clock);
        return new RegistryScanner(repositories, scan, new KeyVerifier(client, images), found, metrics, clock);
    }

    void start(@Observes StartupEvent event, RegistryScanner scanner) {
        scanner.start();
    }

    void close(@Disposes RegistryScanner scanner) {
        scanner.close();
    }

    @Produces
    @Singleton
    ImageVerifier verifier(RegistryReader client, RegistryImages images, RegistryScanner scanner) {
        return new CachingVerifier(new KeyVerifier(client, images), scanner::refused);
    }

    @Produces
    @Singleton
    ImageConfirmer confirmer(
            RegistryReader client, RegistryImages images, RegistryScanner scanner, UpdaterConfig config) {
        Set<String> unconfirmed = Set.copyOf(config.unconfirmedRegistries().orElse(List.of()));
        return new RegistryConfirmer(client, images, unconfirmed, scanner::refused);
    }
}
