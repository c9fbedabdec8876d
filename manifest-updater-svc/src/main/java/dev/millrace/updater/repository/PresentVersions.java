package dev.millrace.updater.repository;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.decide.PresentVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the versions that the places of policies have at a commit. */
public final class PresentVersions {
    private final Map<String, Set<String>> tags = new HashMap<>();
    private final Map<String, Set<String>> digests = new HashMap<>();

    private PresentVersions() {}

    /** The version of each policy whose places agree on one tag. */
    public static Map<String, PresentVersion> of(Map<String, FileFindings> files) {
        PresentVersions values = new PresentVersions();
        files.values().forEach(held -> held.values().forEach(values::take));
        return values.agreed();
    }

    /** A place without a value has no version, so it does not keep the others from agreeing. */
    private void take(FileFindings.Value place) {
        place.digest().ifPresent(digest -> add(digests, place, digest.value()));
        switch (place.part()) {
            case REFERENCE -> place.tag().ifPresent(tag -> add(tags, place, tag.value()));
            case TAG -> {
                if (!place.text().isBlank()) {
                    add(tags, place, place.tag().map(Tag::value).orElse(""));
                }
            }
            case DIGEST, NAME -> {}
        }
    }

    private static void add(Map<String, Set<String>> all, FileFindings.Value place, String value) {
        all.computeIfAbsent(place.policy(), policy -> new HashSet<>()).add(value);
    }

    private Map<String, PresentVersion> agreed() {
        Map<String, PresentVersion> agreed = new HashMap<>();
        tags.forEach((policy, values) -> {
            List<String> digest = new ArrayList<>(digests.getOrDefault(policy, Set.of()));
            if (values.size() == 1 && digest.size() <= 1) {
                present(values.iterator().next(), digest.stream().findFirst())
                        .ifPresent(present -> agreed.put(policy, present));
            }
        });
        return Map.copyOf(agreed);
    }

    /** A chart's version with a plus has a tag with an underscore in its registry. */
    private static Optional<PresentVersion> present(String tag, Optional<String> digest) {
        try {
            return Optional.of(
                    new PresentVersion(new Tag(tag.replace('+', '_')), digest.map(Digest::new), Optional.empty()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
