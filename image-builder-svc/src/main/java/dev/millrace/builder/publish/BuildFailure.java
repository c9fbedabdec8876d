package dev.millrace.builder.publish;

import dev.millrace.builder.engine.ToolOutcome;
import dev.millrace.events.BuildFailed;
import java.util.Optional;

/**
 * The reason why an image was not built.
 *
 * @param exitStatus the exit status of the tool; absent if none ran or it was ended at its limit
 * @param reason one sentence
 */
public record BuildFailure(BuildFailed.Stage stage, Optional<Integer> exitStatus, String reason) {

    /** A failure that is not the failure of a tool. */
    public static BuildFailure of(BuildFailed.Stage stage, String reason) {
        return new BuildFailure(stage, Optional.empty(), reason);
    }

    /**
     * Returns the failure of a tool; empty if it succeeded.
     *
     * @param doing the operation, such as {@code building registry.example/shop/web}
     */
    public static Optional<BuildFailure> from(ToolOutcome outcome, BuildFailed.Stage stage, String doing) {
        return switch (outcome) {
            case ToolOutcome.Succeeded succeeded -> Optional.empty();
            case ToolOutcome.Failed failed ->
                Optional.of(new BuildFailure(
                        stage,
                        Optional.of(failed.exitStatus()),
                        failed.reason()
                                .map(reason -> doing + " failed: " + reason)
                                .orElse(doing + " failed with status " + failed.exitStatus())));
            case ToolOutcome.TimedOut timedOut ->
                Optional.of(of(stage, doing + " was ended at its limit of " + timedOut.limit()));
            case ToolOutcome.Exceeded exceeded ->
                Optional.of(of(stage, doing + " was ended at its limit of " + exceeded.limit()));
        };
    }
}
