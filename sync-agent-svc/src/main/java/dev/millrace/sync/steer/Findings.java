package dev.millrace.sync.steer;

import dev.millrace.sync.health.ApplicationHealth;
import java.util.Optional;

/**
 * The facts that were looked up during this pass, each at most once until something changes it.
 *
 * @param sourceRequested true if one of this pass' triggers asks for the source
 * @param sourceRead true if the source was asked
 * @param target the commit to bring
 * @param comparison the comparison of that commit with the newest attempt
 * @param driftCompared true if the suspected objects were compared with the cluster
 * @param dependencies the state of the Applications that this one depends on
 * @param health the health of the objects
 * @param removal the progress of deleting objects
 */
public record Findings(
        boolean sourceRequested,
        boolean sourceRead,
        Optional<Target> target,
        Optional<Comparison> comparison,
        boolean driftCompared,
        Optional<Dependencies> dependencies,
        Optional<ApplicationHealth> health,
        Optional<RemovalProgress> removal) {

    /**
     * The comparison of a commit with what the newest attempt was made from.
     *
     * @param sameInputs true if everything besides the commit is the same
     * @param sameContent true if all files that the rendering read are the same
     */
    public record Comparison(boolean sameInputs, boolean sameContent) {}

    /** @param unmet the first dependency that is not ready, for people; absent if all are */
    public record Dependencies(Optional<String> unmet) {}

    /** The findings at the beginning of a pass. */
    public static Findings none(boolean sourceRequested) {
        return new Findings(
                sourceRequested,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The source was asked. */
    public Findings withSourceRead() {
        return new Findings(sourceRequested, true, target, comparison, driftCompared, dependencies, health, removal);
    }

    public Findings with(Target found) {
        return new Findings(
                sourceRequested,
                sourceRead,
                Optional.of(found),
                comparison,
                driftCompared,
                dependencies,
                health,
                removal);
    }

    public Findings with(Comparison found) {
        return new Findings(
                sourceRequested, sourceRead, target, Optional.of(found), driftCompared, dependencies, health, removal);
    }

    /** The suspected objects were compared. */
    public Findings withDriftCompared() {
        return new Findings(sourceRequested, sourceRead, target, comparison, true, dependencies, health, removal);
    }

    public Findings with(Dependencies found) {
        return new Findings(
                sourceRequested, sourceRead, target, comparison, driftCompared, Optional.of(found), health, removal);
    }

    public Findings with(ApplicationHealth found) {
        return new Findings(
                sourceRequested,
                sourceRead,
                target,
                comparison,
                driftCompared,
                dependencies,
                Optional.of(found),
                removal);
    }

    public Findings with(RemovalProgress found) {
        return new Findings(
                sourceRequested,
                sourceRead,
                target,
                comparison,
                driftCompared,
                dependencies,
                health,
                Optional.of(found));
    }

    /** Objects were changed: their health and the progress of deletions are to be looked up again. */
    public Findings afterChange() {
        return new Findings(
                sourceRequested,
                sourceRead,
                target,
                comparison,
                driftCompared,
                dependencies,
                Optional.empty(),
                Optional.empty());
    }

    /** What the target asks for was decided: a later decision in this pass begins with fresh facts. */
    public Findings afterDecision() {
        return new Findings(
                sourceRequested,
                sourceRead,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
