package dev.millrace.acceptance;

import static dev.millrace.acceptance.BuilderReplicas.running;
import static dev.millrace.acceptance.BuilderReplicas.signal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.services.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several builders on one broker: each commit is built once, whichever instances join, leave or are suspended. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class ReplicatedBuildersIT {
    private static final int REPOSITORIES = 10;

    @Test
    void eachCommitHasOneDigestAndEachRefOneEventWhileInstancesJoinLeaveAndAreSuspended() {
        try (BuilderReplicas replicas = new BuilderReplicas("replicas", REPOSITORIES)) {
            replicas.tag(0, "main", "v1.0.0");
            ServiceProcess first = replicas.add();
            ServiceProcess second = replicas.add();
            ServiceProcess third = replicas.add();
            Stream.of(first, second).forEach(ServiceProcess::launch);
            Stream.of(first, second).forEach(ServiceProcess::awaitReady);
            List<CommitId> commits = new ArrayList<>();
            replicas.awaitUntil(() -> replicas.built().size() >= 2);
            third.start();
            replicas.awaitUntil(() -> replicas.built().size() >= REPOSITORIES / 2);
            for (int i = 0; i < REPOSITORIES; i++) {
                commits.add(replicas.push(i, "feature", "sleep 1"));
            }
            replicas.awaitUntil(() -> !running(second).isEmpty() || isBuilt(replicas, commits));
            second.stop();
            commits.forEach(replicas::awaitBuilt);

            commits.add(suspendDuringABuild(replicas, List.of(first, third)));

            for (int i = 0; i < REPOSITORIES; i++) {
                commits.add(replicas.push(i, "main", "true"));
            }
            commits.forEach(replicas::awaitBuilt);
            assertOneDigestPerCommitAndOneEventPerRef(replicas);
            assertTrue(refs(replicas).contains("refs/tags/v1.0.0"), () -> "refs: " + refs(replicas));
        }
    }

    /** Suspends an instance while it builds, until another one has built the commit, and returns once it has ended its own build. */
    private static CommitId suspendDuringABuild(BuilderReplicas replicas, List<ServiceProcess> instances) {
        CommitId slow = replicas.push(1, "slow", "sleep 15");
        replicas.awaitUntil(
                () -> instances.stream().anyMatch(one -> running(one).contains(slow.value())));
        ServiceProcess suspended = instances.stream()
                .filter(one -> running(one).contains(slow.value()))
                .findFirst()
                .orElseThrow();
        signal(suspended, "STOP");
        try {
            replicas.awaitBuilt(slow);
        } finally {
            signal(suspended, "CONT");
        }
        replicas.awaitUntil(() -> !running(suspended).contains(slow.value()));
        return slow;
    }

    @Test
    void aStoppedInstanceHandsItsBuildToAnother() {
        try (BuilderReplicas replicas = new BuilderReplicas("handed", 1)) {
            ServiceProcess first = replicas.add();
            first.start();
            replicas.awaitUntil(() -> !replicas.built().isEmpty());
            CommitId commit = replicas.push(0, "endless", "sleep 3600");
            replicas.awaitUntil(() -> running(first).contains(commit.value()));
            ServiceProcess second = replicas.add();
            second.start();
            List<ServiceProcess> instances = List.of(first, second);
            replicas.awaitUntil(
                    () -> instances.stream().anyMatch(one -> running(one).contains(commit.value())));
            ServiceProcess owner = running(second).contains(commit.value()) ? second : first;
            ServiceProcess other = owner == first ? second : first;

            owner.stop();

            replicas.awaitUntil(() -> running(other).contains(commit.value()));
            assertFalse(owner.logged().contains("builds still run at the end of the service"));
            assertEquals(List.of(), processesOf(owner));
            assertEquals(List.of(), replicas.built(commit));
        }
    }

    private static List<String> processesOf(ServiceProcess instance) {
        String folder = BuilderReplicas.workDirectory(instance).toString();
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> command.contains(folder + "/"))
                .toList();
    }

    private static boolean isBuilt(BuilderReplicas replicas, List<CommitId> commits) {
        return commits.stream().noneMatch(commit -> replicas.built(commit).isEmpty());
    }

    private static Set<String> refs(BuilderReplicas replicas) {
        return replicas.built().stream().map(event -> event.at("/source/ref")).collect(Collectors.toSet());
    }

    static void assertOneDigestPerCommitAndOneEventPerRef(BuilderReplicas replicas) {
        Map<String, Set<String>> digests = replicas.built().stream()
                .collect(Collectors.groupingBy(
                        event -> event.key() + "@" + event.at("/source/commit"),
                        Collectors.mapping(event -> event.at("/digest"), Collectors.toSet())));
        Map<String, Set<String>> ids = replicas.built().stream()
                .collect(Collectors.groupingBy(
                        event -> event.key() + "@" + event.at("/source/commit") + " " + event.at("/source/ref"),
                        Collectors.mapping(PublishedEvent::id, Collectors.toSet())));
        digests.forEach((commit, all) -> assertEquals(1, all.size(), commit + ": " + all));
        ids.forEach((ref, all) -> assertEquals(1, all.size(), ref + ": " + all));
        replicas.built()
                .forEach(event -> assertEquals(
                        event.at("/digest"), replicas.digest(event), event.key() + ":" + event.at("/tag")));
    }
}
