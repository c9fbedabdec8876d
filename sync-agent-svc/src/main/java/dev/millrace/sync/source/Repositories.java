package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.GitAccessDenied;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Remote;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.source.trust.Signatories;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The mirrors of all repositories that applications name, in one directory on disk. */
public final class Repositories implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Repositories.class);
    private static final int TRIES_FOR_NAMED_COMMIT = 5;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    /** The time for which a mirror that no source follows is kept: a source may soon follow it again. */
    private static final Duration UNFOLLOWED = Duration.ofMinutes(10);

    /** The content of a Secret when a source was last read with it, and the repository that it opens. */
    private record Access(GitSecrets.Held held, Repository repository) {}

    private final Places places;
    private final GitSecrets secrets;
    private final Signatories signatories;
    private final Trust trust;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final Map<String, Access> accesses = new ConcurrentHashMap<>();
    private final Map<String, Repository> mirrors = new ConcurrentHashMap<>();
    private final Map<String, Instant> unfollowed = new HashMap<>();

    /** @param directory where mirrors are kept; a missing or damaged one is recreated */
    public Repositories(
            Path directory, GitSecrets secrets, Signatories signatories, DeliveryMetrics metrics, Clock clock) {
        this.places = new Places(directory);
        this.secrets = secrets;
        this.signatories = signatories;
        this.trust = new Trust(signatories);
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Returns the commit that the source referred to at that time or later.
     *
     * @param named the commit that an event named, if any: a fetch that doesn't bring it came too early
     */
    public Newest newest(Source source, Instant asOf, Optional<CommitId> named) {
        try {
            Newest meant = meant(source, repository(source), asOf, named);
            return meant instanceof Newest.At at ? believed(source, at) : meant;
        } catch (GitAccessDenied | GitSecrets.Unusable e) {
            return new Newest.Refused(String.valueOf(e.getMessage()));
        } catch (GitUnavailable | GitSecrets.Unread | Signatories.Unreadable e) {
            return new Newest.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private Newest believed(Source source, Newest.At at) {
        Optional<Newest> doubt = trust.doubt(source, at);
        if (doubt.isPresent() && at.ref().isTag()) {
            at.repository().doubt(at.ref());
        }
        return doubt.orElse(at);
    }

    private static Newest meant(Source source, Repository repository, Instant asOf, Optional<CommitId> named) {
        return switch (source.followed()) {
            case Followed.Ref(GitRef ref) ->
                untilFound(() -> repository.tip(ref, asOf, named), () -> isEarly(repository, named))
                        .map(commit -> at(commit, ref, repository))
                        .orElseGet(() -> new Newest.Gone(
                                source.repository() + " has no " + ref + "; push it, or change spec.source"));
            case Followed.Versions versions ->
                untilFound(() -> repository.newestTag(versions, asOf, named), () -> repository.isEarly(named))
                        .map(tag -> at(tag.commit(), tag.ref(), repository))
                        .orElseGet(() -> new Newest.Gone(source.repository() + " has no tag in the range "
                                + versions.range().text() + "; push one, or change spec.source.semver"));
            case Followed.Fixed(CommitId commit) ->
                repository.has(commit, asOf)
                        ? at(commit, source.followed().refOf(commit), repository)
                        : new Newest.Gone("no branch or tag of " + source.repository() + " leads to the commit "
                                + commit + "; push it, or change spec.source.commit");
        };
    }

    /**
     * Returns true if an older commit of the source may be applied.
     *
     * @return false too if it can't be decided at the moment
     */
    public boolean mayApply(Source source, Newest.At at) {
        try {
            return trust.mayApplyOlder(source, at);
        } catch (Signatories.Unreadable e) {
            return false;
        }
    }

    private static Newest at(CommitId commit, GitRef ref, Repository repository) {
        return new Newest.At(commit, ref, repository);
    }

    /** An event may arrive before the host serves its commit. */
    private static <T> Optional<T> untilFound(Supplier<Optional<T>> lookup, BooleanSupplier early) {
        Optional<T> found = lookup.get();
        for (int tries = 1; early.getAsBoolean() && tries < TRIES_FOR_NAMED_COMMIT; tries++) {
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos() * tries);
            found = lookup.get();
        }
        return found;
    }

    private static boolean isEarly(Repository repository, Optional<CommitId> named) {
        return named.filter(commit -> !commit.isNone() && !repository.contains(commit))
                .isPresent();
    }

    /** The source's repository, with the current credentials of its Secret. */
    private Repository repository(Source source) {
        GitSecrets.Held held = secrets.of(source);
        Access known = accesses.get(source.access());
        return known != null && known.held().equals(held) ? known.repository() : open(source, held);
    }

    private synchronized Repository open(Source source, GitSecrets.Held held) {
        Access before = accesses.get(source.access());
        String place = places.of(source, held);
        if (before != null) {
            places.seed(before.repository().place(), place);
        }
        Repository repository = mirrors.computeIfAbsent(place, name -> {
            Remote remote = new Remote(source.repository(), source.url(), held.credentials(), held.authorities());
            return new Repository(name, Mirror.open(places.path(name), remote), metrics, clock);
        });
        accesses.put(source.access(), new Access(held, repository));
        return repository;
    }

    /** Returns the source's repository if it has been needed before. */
    public Optional<Repository> known(Source source) {
        return Optional.ofNullable(accesses.get(source.access())).map(Access::repository);
    }

    /** Returns true if a tip of the source is known here to have the commit in its history. */
    public boolean reaches(Source source, CommitId tip, CommitId commit) {
        return known(source)
                .filter(one -> one.contains(commit) && one.reaches(tip, commit))
                .isPresent();
    }

    /** @param action is called with each Secret of a source, {@code <namespace>/<name>}, whose content has changed */
    public void whenSecretChanges(Consumer<String> action) {
        secrets.whenChanged(action);
        signatories.whenChanged(action);
    }

    /** Sets the sources that are followed. State of all others that can be rebuilt is dropped. */
    public void follow(Collection<Source> sources) {
        secrets.keepOnly(sources.stream()
                .flatMap(source -> source.credentialsReading().stream())
                .collect(Collectors.toSet()));
        signatories.keepOnly(sources.stream()
                .flatMap(source -> source.keysReading().stream())
                .collect(Collectors.toSet()));
        accesses.keySet().retainAll(sources.stream().map(Source::access).collect(Collectors.toSet()));
        closeUnfollowed();
    }

    private synchronized void closeUnfollowed() {
        Set<String> followed = accesses.values().stream()
                .map(access -> access.repository().place())
                .collect(Collectors.toSet());
        Instant now = clock.instant();
        unfollowed.keySet().removeAll(followed);
        mirrors.forEach((place, repository) -> {
            boolean over = !followed.contains(place)
                    && unfollowed
                            .computeIfAbsent(place, since -> now)
                            .plus(UNFOLLOWED)
                            .isBefore(now);
            if (over) {
                mirrors.remove(place);
                unfollowed.remove(place);
                repository.close();
                places.remove(place);
            }
        });
    }

    /** Packs the mirrors that have become slow, one after another; to be called when no work is pending. */
    public void tidy(BooleanSupplier givesWay) {
        mirrors.values().forEach(one -> {
            try {
                one.tidy(givesWay);
            } catch (GitUnavailable e) {
                LOG.warnf("a mirror can't be packed: error=%s", e.getMessage());
            }
        });
    }

    /** Returns all repositories that have been needed, by name. */
    public Map<String, Repository> all() {
        Map<String, Repository> all = new TreeMap<>();
        mirrors.values().forEach(one -> all.put(one.name(), one));
        return all;
    }

    @Override
    public void close() {
        secrets.close();
        signatories.close();
        mirrors.values().forEach(Repository::close);
        mirrors.clear();
    }
}
