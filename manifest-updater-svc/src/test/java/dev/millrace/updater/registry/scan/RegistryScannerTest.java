package dev.millrace.updater.registry.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.registry.RegistryReader;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.registry.RegistryImages;
import dev.millrace.updater.registry.StandInRegistry;
import dev.millrace.updater.registry.verify.ImageVerdict;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.PoliciesInForce;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scans of several repositories, of which one can't be scanned. */
class RegistryScannerTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final GitRef MAIN = GitRef.branch("main");
    private static final Person MILLRACE = new Person("Millrace", "millrace@example.com");
    private static final String BROKEN = "localhost/a-broken";
    private static final String GOOD = "localhost/b-good";

    private final StandInRegistry registry = new StandInRegistry();
    private final SetClock clock = new SetClock();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> found = new CopyOnWriteArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path mirrors;

    /** A clock that a test advances. */
    private static final class SetClock extends Clock {
        private volatile Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        registry.close();
    }

    @Test
    void aRepositoryWhosePoliciesCannotBeReadDoesNotKeepTheOthersFromBeingScanned() throws IOException {
        registry.push("web", "1", Map.of(), NOON.toString());
        RegistryScanner scanner = scanner(this::find, broken(), good());

        scanner.start();

        await().atMost(SOON).untilAsserted(() -> assertThat(found).containsExactly(GOOD));
    }

    @Test
    void aRequestedScanReportsTheRepositoryWhosePoliciesCannotBeReadBesideTheOthers() throws IOException {
        registry.push("web", "1", Map.of(), NOON.toString());
        RegistryScanner scanner = scanner(this::find, broken(), good());

        List<ScanReport> reports = scanner.scanNow("web");

        assertThat(reports).extracting(ScanReport::repository).containsExactly(BROKEN, GOOD);
        assertThat(reports.getFirst().error())
                .hasValueSatisfying(error -> assertThat(error).startsWith("its policies can't be read: "));
        assertThat(reports.getLast().error()).isEmpty();
        assertThat(reports.getLast().requested()).isTrue();
    }

    @Test
    void aScanThatEndsWithAnErrorIsRepeatedAfterAPause() {
        registry.push("web", "1", Map.of(), NOON.toString());
        List<String> tries = new CopyOnWriteArrayList<>();
        RegistryScanner scanner = scanner(
                (repository, policy, image) -> {
                    tries.add(repository.id().value());
                    if (tries.size() == 1) {
                        throw new StackOverflowError("too deep");
                    }
                    return find(repository, policy, image);
                },
                good());
        scanner.start();
        await().atMost(SOON).untilAsserted(() -> assertThat(tries).containsExactly(GOOD));

        await().atMost(SOON).untilAsserted(() -> {
            clock.now = clock.now.plusSeconds(5);
            assertThat(found).containsExactly(GOOD);
        });
    }

    private boolean find(ConfigRepository repository, Policy policy, ImageBuilt image) {
        return found.add(repository.id().value());
    }

    private RegistryScanner scanner(FoundImageHandler handler, ConfigRepository... repositories) {
        RegistryReader client = registry.client();
        RegistryScanner scanner = new RegistryScanner(
                new ConfigRepositories(List.of(repositories)),
                new RegistryScan(client, new RegistryImages(client), clock),
                (image, digest, required, files) -> new ImageVerdict.Verified(),
                handler,
                new DeliveryMetrics(new SimpleMeterRegistry()),
                clock);
        open.add(scanner);
        return scanner;
    }

    private ConfigRepository good() {
        MirrorHolder held = held(GOOD);
        point(held.mirror(), GOOD);
        return repository(held);
    }

    /** The mirror has the newest commit, but no longer its policies. */
    private ConfigRepository broken() throws IOException {
        MirrorHolder held = held(BROKEN);
        CommitId tip = point(held.mirror(), BROKEN);
        String blob = held.mirror().tree(tip).objectId(PoliciesInForce.FILE).orElseThrow();
        held.close();
        Files.delete(directory(BROKEN)
                .resolve("objects")
                .resolve(blob.substring(0, 2))
                .resolve(blob.substring(2)));
        return repository(held(BROKEN));
    }

    private MirrorHolder held(String id) {
        return new MirrorHolder(
                new Remote(new RepositoryId(id), mirrors.resolve("nowhere").toUri(), new Credentials.None()), mirrors);
    }

    private ConfigRepository repository(MirrorHolder held) {
        ConfigRepository repository = new ConfigRepository(held, MAIN, MILLRACE);
        open.add(repository);
        return repository;
    }

    private Path directory(String id) {
        return mirrors.resolve(id.replace('/', '_'));
    }

    /** Writes a commit with a policy and lets the branch point to it, as a fetch does. */
    private CommitId point(Mirror mirror, String id) {
        String policies = "# %s\npolicies: [{name: web, image: %s}]\n".formatted(id, registry.image("web"));
        CommitId commit = mirror.write(new CommitDraft(
                Optional.empty(),
                Map.of(PoliciesInForce.FILE, policies.getBytes(StandardCharsets.UTF_8)),
                Set.of(),
                MILLRACE,
                MILLRACE,
                NOON,
                "Begin"));
        try {
            Path ref = directory(id).resolve(MAIN.value());
            Files.createDirectories(ref.getParent());
            Files.writeString(ref, commit.value() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("writing a ref", e);
        }
        return commit;
    }
}
