package dev.millrace.sync.steer;

import dev.millrace.events.Health;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.record.Ledger.Answered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A source, a cluster and a user, all random. */
final class World {
    private static final Health[] HEALTHS = {Health.Healthy, Health.Progressing, Health.Degraded, Health.Missing};

    private final Random random;
    private final List<SimulatedApplication.Commit> commits = new ArrayList<>();
    Instant now = Situation.NOW;
    Health health = Health.Healthy;
    boolean available = true;
    boolean suspended;
    boolean heal;
    boolean obstructed;
    String request = "";
    Optional<String> unmet = Optional.empty();
    Optional<String> confirmed = Optional.empty();

    World(long seed) {
        random = new Random(seed);
        push();
    }

    int dice(int sides) {
        return random.nextInt(sides);
    }

    SimulatedApplication.Commit tip() {
        return commits.getLast();
    }

    SimulatedApplication.Commit commit(CommitId id) {
        return commits.stream()
                .filter(commit -> commit.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    void push() {
        Pruning pruning =
                switch (dice(4)) {
                    case 0 -> new Pruning.Off();
                    case 1 -> new Pruning.Withheld("too many");
                    default -> new Pruning.Allowed();
                };
        commits.add(new SimulatedApplication.Commit(
                id(), dice(4), HEALTHS[dice(HEALTHS.length)], dice(5) == 0, dice(5) != 0, dice(3), pruning));
    }

    /** A commit that fixes everything. */
    void pushFix() {
        commits.add(new SimulatedApplication.Commit(
                id(), dice(4), Health.Healthy, false, true, dice(3), new Pruning.Allowed()));
    }

    private CommitId id() {
        return new CommitId("%040x".formatted(commits.size() + 1));
    }

    boolean isHealthy() {
        return health == Health.Healthy || health == Health.Suspended;
    }

    void wait(Duration time) {
        now = now.plus(time);
    }

    Policy policy(Optional<Answered> answered) {
        boolean isOpen = !request.isEmpty()
                && answered.filter(one -> one.asked().equals(request)).isEmpty();
        return new Policy(
                Optional.empty(), suspended, false, heal, unmet.isPresent(), Situation.TIMEOUT, isOpen, confirmed);
    }
}
