package dev.millrace.sync;

import dev.millrace.events.Health;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.source.Source;
import java.time.Duration;
import java.util.Optional;

/**
 * An Application as the pipeline sees it: checked, with defaults filled in.
 *
 * @param uid the resource's
 * @param destination the namespace of objects that name none
 * @param timeout how long an attempt may take until all is healthy
 * @param confirmedPrune the revision that a person confirmed the pruning of
 * @param toldHealth the health that was told last
 */
public record Subject(
        ApplicationId id,
        String uid,
        long generation,
        Source source,
        Renderers.Way way,
        String destination,
        boolean prune,
        boolean heal,
        boolean suspended,
        Duration timeout,
        Duration poll,
        Optional<String> confirmedPrune,
        boolean pruneWithheld,
        Optional<Health> toldHealth) {

    /** All but the commit that decides what is rendered. */
    String inputs() {
        return Renderers.VERSION + "-"
                + Content.hash(String.join(
                                "\n",
                                source.repository().value(),
                                source.ref().value(),
                                source.path(),
                                way.name(),
                                destination,
                                Boolean.toString(prune),
                                Boolean.toString(heal)))
                        .substring(0, 16);
    }

    Claim claim() {
        return new Claim(id, uid);
    }
}
