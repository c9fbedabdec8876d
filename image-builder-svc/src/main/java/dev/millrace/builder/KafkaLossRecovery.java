package dev.millrace.builder;

import dev.millrace.builder.source.poll.Announcements;
import dev.millrace.messaging.continuity.KafkaContinuity;
import dev.millrace.messaging.continuity.KafkaRecovery;
import dev.millrace.messaging.intake.RepositoryPoll;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Records all refs again after Kafka may have lost them, and compares all repositories with their hosts now: a push whose event was lost is found, and
 * refs that never move are not new at the next start.
 */
@ApplicationScoped
public class KafkaLossRecovery implements KafkaRecovery {
    private final Announcements announcements;
    private final RepositoryPoll poll;

    public KafkaLossRecovery(Announcements announcements, RepositoryPoll poll) {
        this.announcements = announcements;
        this.poll = poll;
    }

    @Override
    public int turn() {
        return STATE;
    }

    @Override
    public void recover(KafkaContinuity.Break change) {
        announcements.recordAgain();
        poll.checkNow();
    }
}
