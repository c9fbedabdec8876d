package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.Traceparent;
import dev.millrace.updater.policy.Policies;
import java.util.List;
import java.util.Optional;

/** An update that waits to be written, with its chain and trace. */
public record PendingUpdate(UpdateRequested update, ChainId chain, Optional<Traceparent> trace) {
    /** The name that stands for all policies of the image, when they could not be read at the time of the request. No policy has this name. */
    public static final String ANY_POLICY = "*";

    /** One pending update for each matching policy. */
    List<PendingUpdate> resolved(Policies policies) {
        return update.policy().equals(ANY_POLICY)
                ? policies.of(update.image()).stream()
                        .map(policy -> new PendingUpdate(
                                new UpdateRequested(
                                        update.repository(),
                                        update.ref(),
                                        policy.name(),
                                        update.place(),
                                        update.kind(),
                                        update.image(),
                                        update.tag(),
                                        update.digest(),
                                        update.pushedAt(),
                                        update.builtAt(),
                                        update.source(),
                                        update.reverts(),
                                        update.cause(),
                                        update.decidedAt()),
                                chain,
                                trace))
                        .toList()
                : List.of(this);
    }
}
