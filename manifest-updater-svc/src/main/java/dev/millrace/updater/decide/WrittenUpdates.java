package dev.millrace.updater.decide;

import dev.millrace.events.value.EventId;
import java.util.List;
import java.util.Optional;

/** All updates that the trailers on a branch's first-parent history name, newest commit first. */
public record WrittenUpdates(List<Written> all) {
    public static final WrittenUpdates NONE = new WrittenUpdates(List.of());

    public WrittenUpdates {
        all = List.copyOf(all);
    }

    /** The newest image that was ever written for a policy: nothing older is written again, whatever stands in the files. */
    public Optional<Written> floor(String policy) {
        return all.stream()
                .filter(written -> written.policy().equals(policy))
                .reduce((one, other) -> other.built().isNewerThan(one.built()) ? other : one);
    }

    /** The commit's update that an event led to. */
    public Optional<Written> answering(String policy, EventId cause) {
        return all.stream().filter(written -> written.answers(policy, cause)).findFirst();
    }
}
