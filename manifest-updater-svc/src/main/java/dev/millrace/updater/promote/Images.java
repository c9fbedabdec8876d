package dev.millrace.updater.promote;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.decide.BuildInfo;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.promote.plan.KnownImage;
import dev.millrace.updater.repository.ConfigRepository;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The images of one name, from the branch's trailers and from {@code image.built}.
 *
 * @param written the updates of our commits, newest first
 * @param built the events, oldest first
 */
record Images(ImageName name, List<WrittenUpdate> written, List<ImageBuilt> built) {

    /** @param all the updates of our commits for all policies */
    static Images of(ImageName name, List<WrittenUpdate> all, List<ImageBuilt> built) {
        return new Images(
                name, all.stream().filter(one -> one.image().equals(name)).toList(), built);
    }

    /** All images; those known by trailers only come first. */
    List<KnownImage> all() {
        Map<String, KnownImage> all = new LinkedHashMap<>();
        written.reversed().forEach(one -> all.putIfAbsent(one.tag() + "@" + one.digest(), known(one)));
        fromEvents().forEach(one -> all.put(one.tag() + "@" + one.digest(), one));
        return List.copyOf(all.values());
    }

    /** The images of {@code image.built}. */
    List<KnownImage> fromEvents() {
        return built.stream().map(Images::known).toList();
    }

    private static KnownImage known(ImageBuilt built) {
        return new KnownImage(
                built.tag(),
                built.digest(),
                built.source(),
                built.pushedAt(),
                built.builtAt(),
                built.chain(),
                built.id());
    }

    private static KnownImage known(WrittenUpdate one) {
        Optional<Source> source =
                one.built() instanceof BuildInfo.FromSource(Source from) ? Optional.of(from) : Optional.empty();
        return new KnownImage(
                one.tag(),
                one.digest(),
                source,
                one.built().at(),
                source.isPresent() ? Optional.empty() : Optional.of(one.built().at()),
                one.chain(),
                one.event());
    }

    /** The images that were reverted and not written again since. */
    Set<Digest> bad() {
        Map<String, Set<Digest>> byPolicy = new LinkedHashMap<>();
        for (WrittenUpdate one : written.reversed()) {
            Set<Digest> bad = byPolicy.computeIfAbsent(one.policy(), policy -> new HashSet<>());
            if (one.reverts().isPresent()) {
                bad.add(one.digest());
            } else {
                bad.remove(one.digest());
            }
        }
        Set<Digest> all = new HashSet<>();
        byPolicy.values().forEach(all::addAll);
        return all;
    }

    /** Returns true if an object of the attempt uses this image. */
    boolean runsIn(SyncCompleted attempt) {
        return !references(attempt).isEmpty();
    }

    /** The single digest that the objects of an attempt use; a tag has the meaning that it had on the branch at that time. */
    Optional<Digest> digestIn(SyncCompleted attempt, ConfigRepository repository) {
        Set<Optional<Digest>> digests = new HashSet<>();
        references(attempt).forEach(reference -> digests.add(digest(reference, attempt, repository)));
        return digests.size() == 1 ? digests.iterator().next() : Optional.empty();
    }

    private Optional<Digest> digest(ImageReference reference, SyncCompleted attempt, ConfigRepository repository) {
        if (reference.digest().isPresent() || reference.tag().isEmpty()) {
            return reference.digest();
        }
        Tag tag = reference.tag().get();
        List<WrittenUpdate> candidates =
                written.stream().filter(one -> one.tag().equals(tag)).toList();
        boolean moved =
                candidates.stream().map(WrittenUpdate::digest).distinct().count() > 1;
        return candidates.stream()
                .filter(one -> !moved || repository.mirror().reaches(attempt.revision(), one.commit()))
                .findFirst()
                .map(WrittenUpdate::digest)
                .or(() -> fromEvents(tag));
    }

    /** The digest of a tag that was never moved. If it was, only clocks could tell which digest an attempt deployed. */
    private Optional<Digest> fromEvents(Tag tag) {
        List<Digest> digests = built.stream()
                .filter(one -> one.tag().equals(tag))
                .map(ImageBuilt::digest)
                .distinct()
                .toList();
        return digests.size() == 1 ? Optional.of(digests.getFirst()) : Optional.empty();
    }

    private List<ImageReference> references(SyncCompleted attempt) {
        return attempt.images().stream()
                .flatMap(image -> parsed(image).stream())
                .filter(reference -> reference.name().equals(name))
                .toList();
    }

    /** Parses an image as manifests name it; a short name is one of Docker Hub. */
    private static Optional<ImageReference> parsed(String image) {
        try {
            return Optional.of(ImageReference.resolve(image));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
