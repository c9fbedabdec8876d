package dev.millrace.updater;

import dev.millrace.events.value.GitRef;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.webhook.PushReceiver;
import dev.millrace.git.webhook.body.BodyLimits;
import dev.millrace.git.webhook.rate.RateLimits;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.intake.IgnoredCounter;
import dev.millrace.messaging.intake.RepositoryPoll;
import dev.millrace.messaging.intake.WebhookConfig;
import dev.millrace.updater.intake.RefReconciler;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.state.PolicyStates;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Produces the objects of the service from its configuration. A mistake in it stops the start and names the key. */
@Singleton
public class Wiring {
    private final UpdaterConfig config;
    private final Clock clock = Clock.systemUTC();

    Wiring(UpdaterConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    Clock clock() {
        return clock;
    }

    @Produces
    @Singleton
    ConfigRepositories repositories() {
        List<ConfigRepository> repositories = new ArrayList<>();
        config.repositories().forEach((name, one) -> repositories.add(repository(name, one)));
        return new ConfigRepositories(repositories);
    }

    void close(@Disposes ConfigRepositories repositories) {
        repositories.close();
    }

    private ConfigRepository repository(String name, UpdaterConfig.Repository one) {
        try {
            Remote remote = Remote.of(one.url(), Credentials.of(one.username(), one.password()));
            Path mirrors = config.workDirectory().toAbsolutePath().resolve("mirrors");
            return new ConfigRepository(new MirrorHolder(remote, mirrors), GitRef.branch(one.branch()), committer());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("millrace.updater.repositories.\"" + name + "\": " + e.getMessage(), e);
        }
    }

    private Person committer() {
        try {
            return new Person(config.committer().name(), config.committer().email());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("millrace.updater.committer: " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    PushReceiver pushReceiver(IgnoredCounter ignored, DeliveryMetrics metrics) {
        return new PushReceiver(webhook(), System::nanoTime, metrics::failed, ignored::count);
    }

    private PushReceiver.Settings webhook() {
        WebhookConfig webhook = config.webhook();
        try {
            return new PushReceiver.Settings(
                    WebhookConfig.allSecrets(webhook),
                    BodyLimits.ofMegabytes(webhook.bodyMegabytes(), webhook.bodiesMegabytes(), webhook.bodyTimeout()),
                    new RateLimits(webhook.addressRate(), webhook.repositoryRate(), webhook.rejectedRate()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("millrace.updater.webhook: " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    GatherWindow gatherWindow() {
        return new GatherWindow(config.gather().quiet(), config.gather().most());
    }

    @Produces
    @Singleton
    RepositoryPoll poll(
            ConfigRepositories repositories, RefReconciler reconciler, PolicyStates states, DeliveryMetrics metrics) {
        List<RepositoryPoll.Target> targets = repositories.all().stream()
                .map(one -> new RepositoryPoll.Target(one.id().value(), () -> {
                    reconciler.reconcileAll(one);
                    states.reconcile(one);
                }))
                .toList();
        return new RepositoryPoll(targets, config.poll(), metrics);
    }

    void close(@Disposes RepositoryPoll poll) {
        poll.close();
    }
}
