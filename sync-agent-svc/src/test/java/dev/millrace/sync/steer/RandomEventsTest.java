package dev.millrace.sync.steer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.state.Triggers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks random sequences of events. {@link SimulatedApplication} checks the invariants at each step. */
class RandomEventsTest {
    private static final int EVENTS = 60;
    private static final long SEQUENCES = 300L * Integer.getInteger("millrace.rounds", 3);

    static LongStream seeds() {
        return LongStream.range(0, SEQUENCES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void holdsWhatMustHoldAndAFixIsAlwaysApplied(long seed) {
        World world = new World(seed);
        SimulatedApplication app = new SimulatedApplication(world);

        for (int i = 0; i < EVENTS; i++) {
            app.pass(event(world, app));
            assertThat(app.pass(Triggers.NONE))
                    .as("a second pass in the same moment begins nothing")
                    .noneMatch(RandomEventsTest::begins);
        }

        fix(world);
        assertThat(isApplied(world, app))
                .as("a fix is never blocked by what it fixes")
                .isTrue();
    }

    /** A pass may recheck whether objects are gone, and continue after that; it must not begin or apply anything. */
    private static boolean begins(Step.Action action) {
        return action instanceof Step.Begin
                || action instanceof Step.BeginRequested
                || action instanceof Step.ApplyNext
                || action instanceof Step.MarkCompared;
    }

    private static Triggers event(World world, SimulatedApplication app) {
        switch (world.dice(14)) {
            case 0 -> world.push();
            case 1 -> world.available = !world.available;
            case 2 -> world.suspended = !world.suspended;
            case 3 -> world.heal = !world.heal;
            case 4 -> world.unmet = world.unmet.isEmpty() ? Optional.of("waits for another") : Optional.empty();
            case 5 -> world.request = "request " + world.now;
            case 6 -> world.confirmed = Optional.of(world.tip().id().value());
            case 7 -> app.restart();
            case 8 -> world.wait(Duration.ofMinutes(1 + world.dice(15)));
            case 9 -> world.health = world.tip().health();
            case 10 -> world.health = Health.Degraded;
            case 11 -> world.obstructed = !world.obstructed;
            case 12 -> {
                return new Triggers(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of("one"),
                        false,
                        Set.of());
            }
            default -> world.health = Health.Healthy;
        }
        return world.dice(2) == 0 ? Triggers.source(world.now, Trigger.EVENT) : Triggers.NONE;
    }

    /** Ends all failures, and pushes a commit that fixes the application. */
    private static void fix(World world) {
        world.available = true;
        world.suspended = false;
        world.unmet = Optional.empty();
        world.heal = false;
        world.obstructed = false;
        world.pushFix();
    }

    private static boolean isApplied(World world, SimulatedApplication app) {
        Triggers triggers = Triggers.source(world.now, Trigger.EVENT);
        for (int i = 0; i < 10; i++) {
            app.pass(i == 0 ? triggers : Triggers.NONE);
            world.health = Health.Healthy; // the objects of the fix become healthy
            world.wait(Duration.ofSeconds(1));
        }
        List<Step.Action> rest = app.pass(Triggers.NONE);
        return rest.isEmpty()
                && app.failure().isEmpty()
                && app.applied().equals(Optional.of(world.tip().id()));
    }
}
