package dev.millrace.updater.registry.scan;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.updater.decide.BuildInfo;
import dev.millrace.updater.decide.Candidate;
import dev.millrace.updater.decide.Ranking;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.registry.RegistryImage;
import dev.millrace.updater.registry.RegistryImages;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Searches all tags of a registry for the newest image that a policy accepts. */
public final class RegistryScan {
    private static final int PARALLELISM = 8;
    private static final int MAX_CANDIDATES = 20;

    private final RegistryReader client;
    private final RegistryImages images;
    private final Clock clock;

    public RegistryScan(RegistryReader client, RegistryImages images, Clock clock) {
        this.client = client;
        this.images = images;
        this.clock = clock;
    }

    private record Found(Tag tag, RegistryImage image) {
        Candidate candidate() {
            BuildInfo built = BuildInfo.of(image.source(), image.createdAt().orElse(Instant.EPOCH));
            return new Candidate(tag, Optional.of(image.digest()), Optional.of(built));
        }
    }

    /** Returns true if a policy's registry is configured. */
    public boolean isConfigured(Policy policy) {
        return client.knows(policy.image());
    }

    /**
     * The newest verified image in the registry that a policy accepts, as its own event would announce it.
     *
     * @param comparable selects by source the images that are compared with each other and with the current one
     * @param verified called for the newest images first, and for no more than {@value #MAX_CANDIDATES}
     * @throws dev.millrace.registry.RegistryUnavailable if the registry is unavailable
     * @throws RegistryRefused if the registry refuses a request
     */
    public Optional<ImageBuilt> newest(
            Policy policy, Predicate<Optional<Source>> comparable, Predicate<ImageBuilt> verified) {
        Ranking ranking = new Ranking(policy.versions());
        List<Tag> tags = policy.versions().selection() instanceof Selection.Channel(Tag channel)
                ? List.of(channel)
                : client.tags(policy.image()).stream().filter(ranking::counts).toList();
        // Only the build order needs all images; for all other orders, images are read in the order of tags until one
        // is accepted.
        Stream<Found> newestFirst = policy.versions().selection() instanceof Selection.Newest
                ? newestFirst(ranking, read(policy, comparable, tags))
                : newestTags(ranking, tags).flatMap(tag -> read(policy, comparable, tag).stream());
        return newestFirst
                .map(found -> built(policy, found))
                .limit(MAX_CANDIDATES)
                .filter(verified)
                .findFirst();
    }

    /** Selects one newest image after the other: the order mixes source and time and is not transitive, so it cannot be sorted by. */
    private static Stream<Found> newestFirst(Ranking ranking, List<Found> all) {
        List<Found> left = new ArrayList<>(all);
        return Stream.generate(() -> {
                    Optional<Found> newest = left.stream().reduce((one, other) -> newer(ranking, one, other));
                    newest.ifPresent(found -> left.removeIf(
                            other -> other.image().digest().equals(found.image().digest())));
                    return newest;
                })
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream);
    }

    private static Stream<Tag> newestTags(Ranking ranking, List<Tag> tags) {
        Comparator<Candidate> newestFirst = (one, other) -> {
            if (ranking.isNewer(one, other)) {
                return -1;
            }
            return ranking.isNewer(other, one) ? 1 : 0;
        };
        return tags.stream()
                .map(tag -> new Candidate(tag, Optional.empty(), Optional.empty()))
                .sorted(newestFirst)
                .map(Candidate::tag);
    }

    private List<Found> read(Policy policy, Predicate<Optional<Source>> comparable, List<Tag> tags) {
        return tags.stream()
                .gather(Gatherers.mapConcurrent(PARALLELISM, tag -> read(policy, comparable, tag)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Found> read(Policy policy, Predicate<Optional<Source>> comparable, Tag tag) {
        try {
            return images.at(policy.image(), tag)
                    .filter(image -> policy.allows(image.source())
                            && !policy.versions().verification().excludes(image.source())
                            && comparable.test(image.source()))
                    .map(image -> new Found(tag, image));
        } catch (RegistryRefused e) {
            // An invalid tag must not hide the others.
            return Optional.empty();
        }
    }

    /** The most specific of several tags of one image: the longest, {@code 1.2.3} before {@code latest}. */
    private static Found newer(Ranking ranking, Found one, Found other) {
        if (one.image().digest().equals(other.image().digest())) {
            Comparator<Found> better = Comparator.<Found>comparingInt(
                            found -> found.tag().value().equals("latest")
                                    ? 0
                                    : found.tag().value().length())
                    .thenComparing(found -> found.tag().value());
            return better.compare(other, one) > 0 ? other : one;
        }
        return ranking.isNewer(other.candidate(), one.candidate()) ? other : one;
    }

    private ImageBuilt built(Policy policy, Found found) {
        boolean ours = found.image().source().isPresent();
        return new ImageBuilt(
                policy.image(),
                found.tag(),
                found.image().digest(),
                List.of(),
                found.image().source(),
                Optional.empty(),
                Optional.empty(),
                ours ? ImageBuilt.Origin.BUILD : ImageBuilt.Origin.REGISTRY,
                Optional.empty(),
                found.image().createdAt(),
                clock.instant());
    }
}
