package dev.millrace.updater.edit;

import dev.millrace.events.value.Digest;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The places of a file that keep their values. Name and digest follow the tag beside them, so that the three always are of one image. */
final class KeptPlaces {
    private final Map<Place, String> reasons = new HashMap<>();
    private final Set<Place> kept = new HashSet<>();

    private KeptPlaces() {}

    static KeptPlaces of(List<Place> places, Map<String, TargetVersion> targets) {
        KeptPlaces result = new KeptPlaces();
        for (Place place : places) {
            Optional.ofNullable(targets.get(place.policy()))
                    .filter(target -> hasVersion(place, places))
                    .flatMap(target -> target.guard().reasonToKeep(place.tag(), digest(place, places)))
                    .ifPresent(reason -> result.reasons.put(place, reason));
        }
        places.stream().filter(place -> result.follows(place, places)).forEach(result.kept::add);
        result.kept.addAll(result.reasons.keySet());
        return result;
    }

    boolean contains(Place place) {
        return kept.contains(place);
    }

    /** The reason for the place itself; empty if it follows another. */
    Optional<String> reason(Place place) {
        return Optional.ofNullable(reasons.get(place));
    }

    /** A digest beside a tag has no version of its own: it is that of the tag. */
    private static boolean hasVersion(Place place, List<Place> places) {
        return place.tag().isPresent()
                || (place.digest().isPresent()
                        && (place.part() == Part.REFERENCE
                                || tags(place, places).isEmpty()));
    }

    private static List<Place> tags(Place place, List<Place> places) {
        return places.stream()
                .filter(other -> other.part() == Part.TAG && other.policy().equals(place.policy()))
                .toList();
    }

    private boolean follows(Place place, List<Place> places) {
        if (place.part() != Part.DIGEST && place.part() != Part.NAME) {
            return false;
        }
        List<Place> tags = tags(place, places);
        List<Place> beside =
                tags.stream().filter(tag -> tag.owner().equals(place.owner())).toList();
        return (beside.isEmpty() ? tags : beside).stream().anyMatch(reasons::containsKey);
    }

    private static Optional<Digest> digest(Place place, List<Place> places) {
        return place.digest().or(() -> places.stream()
                .filter(other -> other.part() == Part.DIGEST && other.owner().equals(place.owner()))
                .flatMap(other -> other.digest().stream())
                .findFirst());
    }
}
