package dev.millrace.sync;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.events.Health;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.source.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An Application as the pipeline sees it: checked, with defaults filled in.
 *
 * @param uid the resource's
 * @param spec what people wrote
 * @param asked what people ask for besides
 * @param told what was told last
 */
public record Subject(
        ApplicationId id, String uid, long generation, ApplicationSpec spec, Source source, Asked asked, Told told) {

    /**
     * What people ask for by annotations, and by deleting the resource.
     *
     * @param confirmedPrune the revision whose pruning they confirm
     * @param sync a commit that is to be applied now, or any other word: the newest one, all of it
     * @param recheck that all objects are to be compared with the record, by an agent that changed some of them late
     * @param deletion whether the resource is to go
     */
    public record Asked(
            Optional<String> confirmedPrune, Optional<String> sync, Optional<Overrun> recheck, boolean deletion) {
        public static final Asked NOTHING = new Asked(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /**
     * What the resource's status says.
     */
    public record Told(Optional<Health> health) {
        public static final Told NOTHING = new Told(Optional.empty());
    }

    /** All but the commit that decides what is rendered and how it is applied. */
    String inputs() {
        return Renderers.VERSION + "-"
                + Content.hash(List.of(
                                source.repository().value(),
                                source.followed().toString(),
                                source.path(),
                                spec.render(),
                                spec.plain(),
                                spec.helm(),
                                spec.transform(),
                                spec.destination(),
                                List.of(spec.prune(), spec.pruneOrder(), spec.heal(), spec.observe(), spec.immutable()),
                                spec.conflicts(),
                                spec.ignore()))
                        .substring(0, 16);
    }

    /** The namespace of objects that name none. */
    public String destination() {
        return spec.destination().namespace();
    }

    public boolean heal() {
        return spec.heal();
    }

    public boolean suspended() {
        return spec.suspend();
    }

    /** How long an attempt may take until all is healthy. */
    public Duration timeout() {
        return spec.mostForHealth();
    }

    public Duration poll() {
        return spec.pollEvery();
    }

    Claim claim() {
        return new Claim(id, uid);
    }
}
