package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.services.ServiceProcess;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGKILL at each step of a build: after the restart there is one image and one event, and no process of the dead service. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class KilledBuilderIT {
    /** The steps after which something outside the service has changed; one round of the test suite has these alone. */
    private static final List<String> EFFECTS = List.of("blobs-pushed", "fixed-tag-pushed", "event-published");

    private static final List<String> STEPS = List.of(
            "fetched",
            "tests-ended",
            "context-written",
            "built",
            "blobs-pushed",
            "evidence-attached",
            "fixed-tag-pushed",
            "image-pushed",
            "event-published");

    private static final int MAX_ROUNDS = 10;

    private static BuilderReplicas replicas;
    private static ServiceProcess builder;

    @BeforeAll
    static void open() {
        replicas = new BuilderReplicas("killed", 1);
        builder = replicas.add();
    }

    @AfterAll
    static void close() {
        replicas.close();
    }

    static Stream<Arguments> kills() {
        int rounds = Math.min(MAX_ROUNDS, Integer.getInteger("millrace.rounds", 1));
        List<String> steps = rounds == 1 ? EFFECTS : STEPS;
        return IntStream.rangeClosed(1, rounds).boxed().flatMap(round -> steps.stream()
                .map(step -> Arguments.of(step, round)));
    }

    @ParameterizedTest
    @MethodSource("kills")
    void aBuildThatIsKilledAtAStepHasOneImageAndOneEventAfterTheRestart(String step, int round) {
        builder.kill();
        long before = reached(step);
        builder.with("millrace.failpoint", step).start();
        CommitId commit = replicas.push(0, "main", "echo round " + round + " of " + step);
        replicas.awaitUntil(() -> reached(step) > before);

        builder.kill();
        assertEquals(List.of(), engines());
        builder.without("millrace.failpoint").start();

        replicas.awaitBuilt(commit);
        replicas.awaitUntil(() -> BuilderReplicas.running(builder).isEmpty());
        ReplicatedBuildersIT.assertOneDigestPerCommitAndOneEventPerRef(replicas);
        ProcessHandle service = builder.handle().orElseThrow();
        assertFalse(engines().isEmpty());
        assertTrue(engines().stream().allMatch(engine -> isBelow(engine, service)), () -> "engines: " + engines());
    }

    private static long reached(String step) {
        return builder.logged()
                .lines()
                .filter(("failpoint " + step + " reached")::equals)
                .count();
    }

    /** The processes of the image engine in the work directory of the builder. */
    private static List<ProcessHandle> engines() {
        String folder = BuilderReplicas.workDirectory(builder) + "/buildkit/";
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("--config " + folder))
                .toList();
    }

    private static boolean isBelow(ProcessHandle process, ProcessHandle service) {
        return Stream.iterate(process.parent(), parent -> parent.isPresent(), parent -> parent.orElseThrow()
                        .parent())
                .anyMatch(parent -> parent.orElseThrow().equals(service));
    }
}
