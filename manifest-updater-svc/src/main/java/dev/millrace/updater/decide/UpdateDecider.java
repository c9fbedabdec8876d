package dev.millrace.updater.decide;

import dev.millrace.events.UpdateRequested;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides on updates, by the policies and by what was written before. */
public final class UpdateDecider {
    private UpdateDecider() {}

    /** One decision per update, in their order. Of several for one policy only the newest is written. */
    public static List<Decision> decide(List<UpdateRequested> updates, Policies policies, WrittenUpdates written) {
        List<Decision> decisions = new ArrayList<>();
        Map<String, Integer> chosen = new HashMap<>();
        for (UpdateRequested update : updates) {
            Decision decision = decide(update, policies, written);
            if (decision instanceof Decision.Write) {
                Integer rival = chosen.get(update.policy());
                if (rival != null && !built(update).isNewerThan(built(updates.get(rival)))) {
                    decision = new Decision.Leave(Decision.Reason.SUPERSEDED);
                } else {
                    if (rival != null) {
                        decisions.set(rival, new Decision.Leave(Decision.Reason.SUPERSEDED));
                    }
                    chosen.put(update.policy(), decisions.size());
                }
            }
            decisions.add(decision);
        }
        return List.copyOf(decisions);
    }

    /** The decision on one update alone. */
    public static Decision decide(UpdateRequested update, Policies policies, WrittenUpdates written) {
        Optional<Written> done = written.answering(update.policy(), update.cause());
        if (done.isPresent()) {
            return new Decision.Done(done.get());
        }
        Optional<Policy> policy =
                policies.named(update.policy()).filter(found -> found.image().equals(update.image()));
        if (policy.isEmpty()) {
            return new Decision.Leave(Decision.Reason.NO_SUCH_POLICY);
        }
        if (!policy.get().allows(update.source())) {
            return new Decision.Leave(Decision.Reason.BRANCH_NOT_ALLOWED);
        }
        boolean newer = written.floor(update.policy())
                .map(floor -> built(update).isNewerThan(floor.built()))
                .orElse(true);
        return newer ? new Decision.Write(policy.get(), update) : new Decision.Leave(Decision.Reason.NOT_NEWER);
    }

    /** What an update says of its image's making. */
    public static Built built(UpdateRequested update) {
        return Built.of(update.source(), update.pushedAt());
    }
}
