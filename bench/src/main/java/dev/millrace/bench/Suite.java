package dev.millrace.bench;

import dev.millrace.bench.apply.FixBehindFailing;
import dev.millrace.bench.apply.FleetPush;
import dev.millrace.bench.apply.PushToApplied;
import dev.millrace.bench.apply.RequestsPerPush;
import dev.millrace.bench.build.BuildCached;
import dev.millrace.bench.build.BuildOverhead;
import dev.millrace.bench.commit.EditPass;
import dev.millrace.bench.commit.ImageToCommit;
import dev.millrace.bench.commit.ManyImagesAtOnce;
import dev.millrace.bench.drift.DriftToEvent;
import dev.millrace.bench.drift.HealTime;
import dev.millrace.bench.drift.WatchedObjects;
import dev.millrace.bench.health.JudgedObjects;
import dev.millrace.bench.intake.PushesAtRate;
import dev.millrace.bench.intake.PushesBesideStrangers;
import dev.millrace.bench.process.EngineMemory;
import dev.millrace.bench.process.MemoryIdle;
import dev.millrace.bench.process.Start;
import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.scale.BareFleet;
import dev.millrace.bench.scale.ThousandApps;
import dev.millrace.bench.scale.TwoObjectApps;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** All measurements, in the order in which they are taken: a limit before what it is the limit of. */
final class Suite {
    private static final List<String> SERVICES =
            List.of("image-builder-svc", "manifest-updater-svc", "sync-agent-svc", "drift-detector-svc");

    private final List<Measurement> all;

    private Suite(List<Measurement> all) {
        this.all = all;
    }

    /** @param twoObjectApps the size of the largest measurement, which has to be asked for by name */
    static Suite of(int twoObjectApps) {
        return new Suite(Stream.of(
                        Stream.of(
                                new PushToApplied(),
                                new FixBehindFailing(),
                                new FleetPush(1),
                                new RequestsPerPush(100),
                                new FleetPush(100),
                                new FleetPush(2_000),
                                new BareFleet()),
                        new ThousandApps().measurements().stream(),
                        SERVICES.stream().map(MemoryIdle::new),
                        SERVICES.stream().map(Start::new),
                        JudgedObjects.all().stream(),
                        Stream.of(new DriftToEvent(), new HealTime()),
                        new WatchedObjects(10_000, true).measurements().stream(),
                        new WatchedObjects(100_000, false).measurements().stream(),
                        Stream.of(new EngineMemory()),
                        Stream.of(new PushesAtRate(), new PushesBesideStrangers()),
                        Stream.of(new BuildOverhead(), new BuildCached()),
                        Stream.of(
                                ImageToCommit.ofOnePlace("small", 0),
                                ImageToCommit.ofManyServices(),
                                ImageToCommit.ofOnePlace("8000-files", 2_000),
                                new ManyImagesAtOnce(true),
                                new ManyImagesAtOnce(false),
                                new EditPass(true),
                                new EditPass(false),
                                new TwoObjectApps(twoObjectApps)))
                .<Measurement>flatMap(measurements -> measurements)
                .toList());
    }

    /** @param only a glob over names; empty for those that are taken by default */
    List<Measurement> selected(String only) {
        if (only.isBlank()) {
            return all.stream().filter(Measurement::isTakenByDefault).toList();
        }
        PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + only.strip());
        return all.stream().filter(one -> glob.matches(Path.of(one.name()))).toList();
    }

    List<String> names() {
        return all.stream().map(Measurement::name).toList();
    }
}
