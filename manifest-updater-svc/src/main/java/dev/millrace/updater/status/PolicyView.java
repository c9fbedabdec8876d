package dev.millrace.updater.status;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A policy for the API.
 *
 * @param current the tag in its places; absent if they differ or have none
 * @param candidate the next version, {@code name:tag@digest}; absent if nothing newer is known
 * @param waits the reason why the candidate is not written yet
 * @param holds everything that keeps the policy from being written
 * @param commit our last commit for it
 * @param newest the newest image ever written for it, {@code name:tag@digest}
 * @param error the reason if the policy cannot work
 */
@Schema(description = "A policy with the current values of its places and its next version")
public record PolicyView(
        String repository,
        String branch,
        String name,
        String image,
        Optional<String> environment,
        Optional<String> current,
        Optional<String> candidate,
        Optional<String> waits,
        List<HoldView> holds,
        Optional<String> commit,
        Optional<String> newest,
        List<PlaceView> places,
        Optional<String> error) {

    /** A value that follows a policy. */
    @Schema(description = "A value that follows a policy")
    public record PlaceView(String path, int line, String field, String value) {}

    PolicyView with(Optional<String> next, Optional<String> why, List<HoldView> held) {
        return new PolicyView(
                repository, branch, name, image, environment, current, next, why, held, commit, newest, places, error);
    }
}
