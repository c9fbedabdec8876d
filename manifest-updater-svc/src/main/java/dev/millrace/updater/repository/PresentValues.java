package dev.millrace.updater.repository;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.decide.Present;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the places of policies hold at a commit. */
public final class PresentValues {
    private final Map<String, Set<String>> tags = new HashMap<>();
    private final Map<String, Set<String>> digests = new HashMap<>();

    private PresentValues() {}

    /** Of each policy whose places agree on one tag. */
    public static Map<String, Present> of(Map<String, Holding> files) {
        PresentValues values = new PresentValues();
        files.values().forEach(held -> held.values().forEach(values::take));
        return values.agreed();
    }

    private void take(Holding.Value place) {
        switch (place.part()) {
            case REFERENCE -> {
                try {
                    ImageReference reference = ImageReference.parse(place.text());
                    reference.tag().ifPresent(tag -> add(tags, place, tag.value()));
                    reference.digest().ifPresent(digest -> add(digests, place, digest.value()));
                } catch (IllegalArgumentException e) {
                    add(tags, place, "");
                }
            }
            case TAG -> add(tags, place, place.text());
            case DIGEST -> {
                if (!place.text().isBlank()) {
                    add(digests, place, place.text());
                }
            }
            case NAME -> {}
        }
    }

    private static void add(Map<String, Set<String>> all, Holding.Value place, String value) {
        all.computeIfAbsent(place.policy(), policy -> new HashSet<>()).add(value);
    }

    private Map<String, Present> agreed() {
        Map<String, Present> agreed = new HashMap<>();
        tags.forEach((policy, values) -> {
            List<String> digest = new ArrayList<>(digests.getOrDefault(policy, Set.of()));
            if (values.size() == 1 && digest.size() <= 1) {
                present(values.iterator().next(), digest.stream().findFirst())
                        .ifPresent(present -> agreed.put(policy, present));
            }
        });
        return Map.copyOf(agreed);
    }

    private static Optional<Present> present(String tag, Optional<String> digest) {
        try {
            return Optional.of(new Present(new Tag(tag), digest.map(Digest::new), Optional.empty()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
