package dev.millrace.builder;

import dev.millrace.builder.build.BuildEnvironment;
import dev.millrace.builder.build.BuildSettings;
import dev.millrace.builder.build.BuildTurns;
import dev.millrace.builder.build.CommitBuild;
import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.TimedEngine;
import dev.millrace.builder.intake.git.PushIntake;
import dev.millrace.builder.intake.git.RepositoryAliases;
import dev.millrace.builder.intake.git.UnknownRepositories;
import dev.millrace.builder.journal.BuildJournal;
import dev.millrace.builder.journal.BuildLog;
import dev.millrace.builder.journal.Redactor;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.builder.sign.EvidenceWriter;
import dev.millrace.builder.sign.SigningKey;
import dev.millrace.builder.source.ExternalSources;
import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.lfs.LfsStore;
import dev.millrace.builder.source.poll.Announcements;
import dev.millrace.builder.source.poll.SourceChangePublisher;
import dev.millrace.builder.source.poll.SourcePoll;
import dev.millrace.events.value.RepositoryId;
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
import dev.millrace.registry.Login;
import dev.millrace.registry.RegistryCalls;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates the objects of this service from its configuration. An invalid configuration stops the start with an error that names the key. */
@Singleton
public class Wiring {
    private static final long MEGABYTE = 1L << 20;

    private final BuilderConfig config;
    private final Clock clock = Clock.systemUTC();

    Wiring(BuilderConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    Clock clock() {
        return clock;
    }

    @Produces
    @Singleton
    SourceRepositories repositories() {
        List<SourceRepository> repositories = new ArrayList<>();
        config.repositories().forEach((name, one) -> repositories.add(repository(name, one)));
        return new SourceRepositories(repositories);
    }

    void close(@Disposes SourceRepositories repositories) {
        repositories.close();
    }

    private SourceRepository repository(String name, BuilderConfig.Repository one) {
        try {
            Remote remote = Remote.of(one.url(), Credentials.of(one.username(), one.password()));
            String folder = remote.id().value().replaceAll("[^a-z0-9.-]", "_");
            LfsStore lfs = new LfsStore(
                    remote, one.lfsHosts().orElse(List.of()), work("lfs").resolve(folder));
            ExternalSources external = new ExternalSources(
                    remote, work("submodules").resolve(folder), one.submodules().orElse(List.of()), lfs);
            return new SourceRepository(
                    new MirrorHolder(remote, work("mirrors")), one.refs(), config.ownCommitter(), external);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("millrace.builder.repositories.\"" + name + "\": " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    Announcements announcements(SourceRepositories repositories) {
        return new Announcements(
                repositories.all().stream().map(SourceRepository::id).toList());
    }

    @Produces
    @Singleton
    RegistryHosts registries() {
        return new RegistryHosts(config.registries().values().stream()
                .map(one -> new RegistryHost(
                        one.host(),
                        one.insecure(),
                        login(one.username(), one.password()),
                        login(one.pullUsername(), one.pullPassword())))
                .toList());
    }

    @Produces
    @Singleton
    RegistryCalls registryCalls() {
        return new RegistryCalls();
    }

    @Produces
    @Singleton
    RegistryClient registryClient(RegistryHosts registries, RegistryCalls calls) {
        return new RegistryClient(registries, calls);
    }

    @Produces
    @Singleton
    ImageEngine engine(RegistryHosts registries, DeliveryMetrics metrics) {
        ImageEngine engine =
                switch (config.engine()) {
                    case BUILDKIT -> EngineWiring.buildkit(config, work("buildkit"), registries, clock);
                    case BUILDAH -> EngineWiring.buildah(config, work("buildah"), registries, clock);
                };
        return new TimedEngine(engine, metrics);
    }

    void close(@Disposes ImageEngine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    Redactor redactor() {
        return new Redactor(secrets());
    }

    @Produces
    @Singleton
    BuildJournal journal(Redactor redactor) {
        BuilderConfig.Build build = config.build();
        return new BuildJournal(
                work("logs"),
                redactor,
                new BuildLog.Bounds(build.logMegabytes() * MEGABYTE, build.logTailLines()),
                build.remembered(),
                clock);
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
            throw new IllegalArgumentException("millrace.builder.webhook: " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    UnknownRepositories unknownRepositories() {
        return new UnknownRepositories();
    }

    @Produces
    @Singleton
    PushIntake pushIntake(
            SourceRepositories repositories,
            UnknownRepositories unknown,
            SourceChangePublisher changes,
            IgnoredCounter ignored) {
        return new PushIntake(aliases(), repositories, unknown, changes::publish, ignored::count);
    }

    private RepositoryAliases aliases() {
        Map<RepositoryId, List<String>> aliases = new HashMap<>();
        config.repositories()
                .values()
                .forEach(one -> aliases.put(
                        RepositoryId.parse(one.url().toString()), one.aliases().orElse(List.of())));
        try {
            return RepositoryAliases.of(aliases);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("millrace.builder.repositories.*.aliases: " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    CommitBuild commitBuild(
            ImageEngine engine,
            RegistryHosts registries,
            RegistryClient registry,
            RegistryCalls calls,
            BuildJournal journal,
            DeliveryMetrics metrics,
            BuildTurns turns) {
        BuilderConfig.Build build = config.build();
        BuildSettings settings = new BuildSettings(
                work("contexts"),
                build.contextMegabytes() * MEGABYTE,
                build.timeout(),
                EngineWiring.defaultNetwork(config),
                config.signing().builderId());
        BuildEnvironment environment = new BuildEnvironment(
                engine,
                registry,
                new ImagePush(registries.registries(), calls),
                new EvidenceWriter(registries.registries(), calls, signingKey()),
                journal,
                metrics,
                RightsConfiguration.access(config),
                settings,
                clock);
        return new CommitBuild(environment, turns);
    }

    private Optional<SigningKey> signingKey() {
        BuilderConfig.Signing signing = config.signing();
        return signing.keyFile().map(file -> SigningKey.read(file, signing.password()));
    }

    @Produces
    @Singleton
    RepositoryPoll poll(SourceRepositories repositories, SourcePoll sourcePoll, DeliveryMetrics metrics) {
        List<RepositoryPoll.Target> targets = repositories.all().stream()
                .map(one -> new RepositoryPoll.Target(one.id().value(), () -> sourcePoll.poll(one)))
                .toList();
        return new RepositoryPoll(targets, config.poll(), metrics);
    }

    void close(@Disposes RepositoryPoll poll) {
        poll.close();
    }

    private Path work(String folder) {
        return config.workDirectory().toAbsolutePath().resolve(folder);
    }

    private static Optional<Login> login(Optional<String> user, Optional<String> password) {
        return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    }

    /** The configured secrets, which must never appear in a log. */
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>(WebhookConfig.allSecrets(config.webhook()));
        secrets.addAll(RegistryIntakeWiring.secrets(config.registryWebhook()));
        config.repositories().values().forEach(one -> {
            one.password().ifPresent(secrets::add);
            one.status().flatMap(BuilderConfig.Status::token).ifPresent(secrets::add);
            secrets.addAll(one.secrets().values());
        });
        config.signing().password().ifPresent(secrets::add);
        config.registries().values().forEach(one -> {
            one.password().ifPresent(secrets::add);
            one.pullPassword().ifPresent(secrets::add);
        });
        return secrets;
    }
}
