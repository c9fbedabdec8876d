package dev.millrace.updater.deliver;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.UpdateRequested;
import dev.millrace.updater.decide.SameVersion;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds to an update of a set those of its other images in the same version, so that all are decided on and committed together. */
final class SetUpdates {
    private SetUpdates() {}

    /** The update, and one for each other member whose image is announced. A revert is one of a single policy. */
    static List<PendingUpdate> of(PendingUpdate pending, Policies policies, AnnouncedImages announced) {
        UpdateRequested update = pending.update();
        Optional<Policy> policy = policies.named(update.policy());
        if (policy.isEmpty() || policy.get().set().isEmpty() || update.kind() == UpdateRequested.Kind.REVERT) {
            return List.of(pending);
        }
        SameVersion version = SameVersion.of(update);
        List<PendingUpdate> all = new ArrayList<>(List.of(pending));
        for (Policy member : policies.writtenTogether(policy.get())) {
            if (!member.name().equals(update.policy())) {
                announced.of(member.image()).stream()
                        .filter(built -> SameVersion.of(built).isSameAs(version))
                        .reduce((one, later) -> later)
                        .ifPresent(built -> all.add(of(member, built, pending)));
            }
        }
        return all;
    }

    private static PendingUpdate of(Policy member, ImageBuilt built, PendingUpdate pending) {
        UpdateRequested update = pending.update();
        boolean asBuilt = update.kind() == UpdateRequested.Kind.IMAGE;
        return new PendingUpdate(
                new UpdateRequested(
                        update.repository(),
                        update.ref(),
                        member.name(),
                        update.place(),
                        update.kind(),
                        built.image(),
                        built.tag(),
                        built.digest(),
                        built.pushedAt(),
                        built.builtAt(),
                        built.source(),
                        Optional.empty(),
                        asBuilt ? built.id() : update.cause(),
                        update.decidedAt()),
                built.chain(),
                pending.trace());
    }
}
