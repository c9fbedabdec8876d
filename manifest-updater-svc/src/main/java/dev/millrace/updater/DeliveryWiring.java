package dev.millrace.updater;

import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.updater.deliver.Assessor;
import dev.millrace.updater.deliver.BranchWriter;
import dev.millrace.updater.deliver.CommitMessages;
import dev.millrace.updater.deliver.Commits;
import dev.millrace.updater.deliver.HeadBranches;
import dev.millrace.updater.deliver.Holds;
import dev.millrace.updater.registry.PresentMakings;
import dev.millrace.updater.registry.verify.ImageVerifier;
import dev.millrace.updater.review.ReviewHosts;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Where delivery is put together. */
@Singleton
public class DeliveryWiring {
    @Produces
    @Singleton
    Assessor assessor(Holds holds, ImageVerifier verifier, PresentMakings makings) {
        return new Assessor(holds, verifier, makings);
    }

    @Produces
    @Singleton
    BranchWriter writer(Assessor assessor, ReviewHosts hosts, DeliveryMetrics metrics, Clock clock) {
        CommitMessages messages = new CommitMessages();
        Commits commits = new Commits(messages, clock);
        HeadBranches heads = new HeadBranches(assessor, commits, messages, hosts::of);
        return new BranchWriter(assessor, commits, heads, metrics);
    }
}
