package dev.millrace.updater.registry.scan;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ImageName;
import dev.millrace.git.read.Tree;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.queue.Ticker;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.registry.verify.ImageVerdict;
import dev.millrace.updater.registry.verify.ImageVerifier;
import dev.millrace.updater.registry.verify.KeyFiles;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Scans registries by schedule and on request. Failed scans are repeated with increasing pauses. */
public final class RegistryScanner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RegistryScanner.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int PARALLELISM = 4;

    private final ConfigRepositories repositories;
    private final RegistryScan scan;
    private final ImageVerifier verifier;
    private final FoundImageHandler found;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final ScanSchedule schedule = new ScanSchedule();

    /** The repositories whose policies could not be read at the last tick. */
    private final Set<String> unreadable = new HashSet<>();

    private final Semaphore free = new Semaphore(PARALLELISM);
    private final Ticker ticker = Ticker.every("registry-scanner", TICK, this::scanAllDue);

    public RegistryScanner(
            ConfigRepositories repositories,
            RegistryScan scan,
            ImageVerifier verifier,
            FoundImageHandler found,
            DeliveryMetrics metrics,
            Clock clock) {
        this.repositories = repositories;
        this.scan = scan;
        this.verifier = verifier;
        this.found = found;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Starts with all policies, as soon as their repositories are fetched. */
    public void start() {
        ticker.start();
    }

    private void scanAllDue() {
        for (ConfigRepository repository : repositories.all()) {
            String id = repository.id().value();
            try {
                scanDue(repository);
                unreadable.remove(id);
            } catch (RuntimeException | Error e) { // the other repositories are scanned all the same
                if (unreadable.add(id)) {
                    metrics.failed("registry-look");
                    LOG.errorf(
                            e, "policies can't be read, their registries are not scanned meanwhile: repository=%s", id);
                }
            }
        }
    }

    private void scanDue(ConfigRepository repository) {
        Optional<CommitId> tip = fetchedTip(repository);
        for (Policy policy : policies(repository, tip)) {
            synchronized (schedule) {
                if (!scan.isConfigured(policy)
                        || !schedule.isDue(repository.id().value(), policy, clock.instant())) {
                    continue;
                }
                schedule.begin(repository.id().value(), policy);
            }
            Thread.ofVirtual().name("registry-scan").start(() -> scheduled(repository, tip.orElseThrow(), policy));
        }
    }

    private static Optional<CommitId> fetchedTip(ConfigRepository repository) {
        try {
            return repository.mirror().tip(repository.branch());
        } catch (UncheckedIOException e) {
            LOG.debugf("registry scan skipped: repository=%s error=%s", repository.id(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<CommitId> tip(ConfigRepository repository) {
        try {
            return repository.freshTip();
        } catch (UncheckedIOException e) {
            return fetchedTip(repository);
        }
    }

    /** The policies to scan for; one that waits for another environment gets its images from there. */
    private static List<Policy> policies(ConfigRepository repository, Optional<CommitId> tip) {
        return tip.map(commit -> repository.policies(commit).policies().all()).orElse(List.of()).stream()
                .filter(policy -> policy.promotion().after().isEmpty())
                .toList();
    }

    private void scheduled(ConfigRepository repository, CommitId tip, Policy policy) {
        boolean failed = true;
        free.acquireUninterruptibly();
        try {
            failed = scan(repository, tip, policy).error().isPresent();
        } catch (RuntimeException | Error e) { // the outermost catch of the thread; the next scan is scheduled
            metrics.failed("registry-look");
            LOG.errorf(e, "registry scan failed: repository=%s policy=%s", repository.id(), policy.name());
        } finally {
            free.release();
            synchronized (schedule) {
                schedule.end(repository.id().value(), policy, failed, clock.instant());
            }
        }
    }

    private ScanReport scan(ConfigRepository repository, CommitId tip, Policy policy) {
        try {
            Tree tree = repository.mirror().tree(tip);
            KeyFiles files = path -> tree.read(path, ConfigRepository.MAX_FILE_BYTES);
            Optional<ImageBuilt> newest = metrics.timed(
                    "registry-look",
                    () -> scan.newest(
                            policy,
                            source -> isComparable(repository, tip, policy, source),
                            image -> isVerified(policy, image, files)));
            boolean requested = newest.isPresent() && found.handle(repository, policy, newest.get());
            return report(repository, policy, newest.map(RegistryScanner::shown), requested, Optional.empty());
        } catch (UncheckedIOException | RegistryRefused e) {
            metrics.failed("registry-look");
            LOG.warnf(
                    "registry scan failed: repository=%s policy=%s error=%s",
                    repository.id(), policy.name(), e.getMessage());
            return report(repository, policy, Optional.empty(), false, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** An image of another repository than the current one is never newer by time, and must not hide those that are. */
    private static boolean isComparable(
            ConfigRepository repository, CommitId tip, Policy policy, Optional<Source> source) {
        boolean byTime = policy.versions().selection() instanceof Selection.Newest
                && policy.versions().verification().source().isEmpty();
        return !byTime
                || repository
                        .written(tip)
                        .floor(policy)
                        .flatMap(written -> written.built().from())
                        .map(current -> source.map(Source::repository).equals(Optional.of(current.repository())))
                        .orElse(true);
    }

    /** An unverified image must not hide an older verified one. The writer verifies again. */
    private boolean isVerified(Policy policy, ImageBuilt image, KeyFiles files) {
        ImageVerdict verdict =
                verifier.verify(image.image(), image.digest(), policy.versions().verification(), files);
        return switch (verdict) {
            case ImageVerdict.Verified verified -> true;
            case ImageVerdict.Refused no -> {
                refused(image.image());
                yield false;
            }
        };
    }

    private static ScanReport report(
            ConfigRepository repository,
            Policy policy,
            Optional<String> image,
            boolean requested,
            Optional<String> error) {
        return new ScanReport(repository.id().value(), policy.name(), image, requested, error);
    }

    private static String shown(ImageBuilt image) {
        return image.image() + ":" + image.tag() + "@" + image.digest();
    }

    /** Scans now for the policies of a name in all repositories; if a host is unreachable, with its repository as fetched last. */
    public List<ScanReport> scanNow(String policyName) {
        List<ScanReport> reports = new ArrayList<>();
        repositories.all().forEach(repository -> reports.addAll(scanNow(repository, policyName)));
        return reports;
    }

    private List<ScanReport> scanNow(ConfigRepository repository, String policyName) {
        Optional<CommitId> tip = tip(repository);
        try {
            return policies(repository, tip).stream()
                    .filter(policy -> policy.name().equals(policyName))
                    .map(policy -> scan(repository, tip.orElseThrow(), policy))
                    .toList();
        } catch (UncheckedIOException e) { // it may have such a policy
            String error = "its policies can't be read: " + e.getMessage();
            return List.of(
                    new ScanReport(repository.id().value(), policyName, Optional.empty(), false, Optional.of(error)));
        }
    }

    /** Schedules another scan after an image failed verification, because its signature may arrive soon. */
    public void refused(ImageName image) {
        synchronized (schedule) {
            schedule.refused(image, clock.instant());
        }
    }

    @Override
    public void close() {
        ticker.close();
    }
}
