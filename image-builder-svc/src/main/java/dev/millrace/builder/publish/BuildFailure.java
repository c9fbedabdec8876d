package dev.millrace.builder.publish;

import dev.millrace.builder.engine.ToolOutcome;
import dev.millrace.events.BuildFailed;
import java.util.Optional;

/**
 * Why an image could not be made.
 *
 * @param exitStatus of the tool; absent if none ran or it was ended at its limit
 * @param reason one sentence
 */
public record BuildFailure(BuildFailed.Stage stage, Optional<Integer> exitStatus, String reason) {

    /** No tool ran, or none is to blame. */
    public static BuildFailure of(BuildFailed.Stage stage, String reason) {
        return new BuildFailure(stage, Optional.empty(), reason);
    }

    /**
     * What a tool's end means; empty if it succeeded.
     *
     * @param doing what it was doing, such as {@code building registry.example/shop/web}
     */
    public static Optional<BuildFailure> from(ToolOutcome outcome, BuildFailed.Stage stage, String doing) {
        return switch (outcome) {
            case ToolOutcome.Succeeded succeeded -> Optional.empty();
            case ToolOutcome.Failed failed ->
                Optional.of(new BuildFailure(
                        stage, Optional.of(failed.exitStatus()), doing + " failed with status " + failed.exitStatus()));
            case ToolOutcome.OutOfTime out ->
                Optional.of(of(stage, doing + " took too long and was ended at its limit of " + out.limit()));
        };
    }
}
