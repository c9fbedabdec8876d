package dev.millrace.updater.status;

import dev.millrace.events.PolicyState;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.PoliciesInForce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that keeps a policy from being written.
 *
 * @param kind {@code hold}: a user holds it; {@code suspend}: its file suspends it; {@code rollback}: its newest image failed; {@code taken-back}: a user replaced its newest image
 *     by another value
 * @param by the author, as far as it is known
 */
@Schema(description = "Something that keeps a policy from being written")
public record HoldView(
        @Schema(enumeration = {"hold", "suspend", "rollback", "taken-back"})
        String kind,

        String by,
        String reason,
        Optional<Instant> at) {

    static List<HoldView> of(
            PolicyState state,
            Optional<String> suspended,
            Optional<WrittenUpdate> newest,
            Optional<WrittenUpdate> floor,
            Optional<String> tag) {
        List<HoldView> all = new ArrayList<>();
        suspended.ifPresent(reason -> all.add(new HoldView("suspend", PoliciesInForce.FILE, reason, Optional.empty())));
        state.hold().ifPresent(hold -> all.add(new HoldView("hold", hold.by(), hold.reason(), Optional.of(hold.at()))));
        Optional<WrittenUpdate> failed = newest.filter(one -> one.reverts().isPresent());
        boolean released = floor.filter(one -> state.releases().stream()
                        .anyMatch(release -> release.digest().equals(one.digest())))
                .isPresent();
        if (failed.isPresent() && !released) {
            all.add(new HoldView(
                    "rollback",
                    "Millrace",
                    "the rollout of " + failed.get().tag() + " failed; held until a newer image arrives or a release",
                    Optional.empty()));
        } else if (!released && isOther(floor, tag)) {
            String written = floor.map(one -> one.tag().value()).orElse("");
            all.add(new HoldView(
                    "taken-back",
                    "a commit",
                    tag.orElse("nothing") + " replaces " + written + "; held until a newer image arrives or a release",
                    Optional.empty()));
        }
        return List.copyOf(all);
    }

    private static boolean isOther(Optional<WrittenUpdate> floor, Optional<String> tag) {
        return tag.isPresent()
                && floor.filter(one -> !tag.get().equals(one.tag().value())).isPresent();
    }

    /** The newest image that was ever written for a policy; a release allows it again. */
    public static Optional<Digest> newestWritten(ConfigRepository repository, CommitId tip, String name) {
        Optional<Policy> policy = repository.policies(tip).policies().named(name);
        return policy.flatMap(one -> repository.written(tip).floor(one)).map(WrittenUpdate::digest);
    }
}
