package dev.millrace.updater;

import dev.millrace.messaging.continuity.KafkaContinuity;
import dev.millrace.messaging.continuity.KafkaRecovery;
import dev.millrace.messaging.intake.RepositoryPoll;
import dev.millrace.updater.intake.RefReconciler;
import dev.millrace.updater.promote.Promotions;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.state.PolicyStates;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Publishes again what Git and the memory of this process have, after Kafka may have lost it: the users' decisions, our newest commits, due requests. Then
 * all repositories are compared with their hosts, as at a start.
 */
@ApplicationScoped
public class KafkaLossRecovery implements KafkaRecovery {
    private final PolicyStates states;
    private final ConfigRepositories repositories;
    private final RefReconciler reconciler;
    private final Promotions promotions;
    private final RepositoryPoll poll;

    public KafkaLossRecovery(
            PolicyStates states,
            ConfigRepositories repositories,
            RefReconciler reconciler,
            Promotions promotions,
            RepositoryPoll poll) {
        this.states = states;
        this.repositories = repositories;
        this.reconciler = reconciler;
        this.promotions = promotions;
        this.poll = poll;
    }

    @Override
    public int turn() {
        return STATE;
    }

    @Override
    public void recover(KafkaContinuity.Break change) {
        states.publishAgain();
        repositories.all().forEach(reconciler::publishAgain);
        promotions.forgetIssued();
        poll.checkNow();
    }
}
