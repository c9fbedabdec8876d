package dev.millrace.sync.health.general;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "Ready, PRIMARY",
        "DatabaseReady, SECONDARY",
        "Available, PRIMARY",
        "Failed, ABNORMAL",
        "BackupFailed, ABNORMAL",
        "NotReady, ABNORMAL",
        "Stalled, ABNORMAL",
        "Reconciling, PROGRESSING",
        "ContainersReady, SECONDARY",
        "LastBackupSucceeded, NEUTRAL",
        "Paused, SUSPENDED",
        "RolloutPaused, SUSPENDED",
        "'', NEUTRAL",
        "Mauve, NEUTRAL"
    })
    void aTypeOfConditionHasARole(String type, ConditionRole role) {
        assertThat(Names.role(type)).isEqualTo(role);
    }

    static final List<Arguments> NAMES = List.of(
            row(
                    "states",
                    Names::namesState,
                    List.of("phase", "clusterState", "healthStatus"),
                    List.of("inState", "lastPhase", "x", "")),
            row(
                    "errors",
                    Names::namesError,
                    List.of("error", "lastErrorMessage", "errors", "failureReason"),
                    List.of("errorCount", "message", "", "theErrorOfSomebodyElseThen")),
            row(
                    "past",
                    Names::namesPast,
                    List.of("lastBackup", "previousState", "history", "recentEvents"),
                    List.of("phase", "", "nodes")),
            row(
                    "pauses",
                    Names::pauses,
                    List.of("paused", "suspend", "pause-reconcile"),
                    List.of("", "unpaused", "resume")),
            row("switches", Names::switchesOff, List.of("reconcile", "reconciliationLoop"), List.of("", "loop")),
            row(
                    "ending kinds",
                    Names::ends,
                    List.of("PipelineRun", "Job", "Backup"),
                    List.of("CronJob", "ScheduledBackup", "Cluster", "")),
            row("ends", Names::isEnd, List.of("Complete", "BuildFinished"), List.of("Ready", "")),
            row("plain booleans", Names::isPlain, List.of("active", "isRunning", ""), List.of("ready", "healthy")),
            row("counts", Names::namesCount, List.of("ready", "readyReplicas", "nodes"), List.of("version", "")),
            row("read fields", Names::isRead, List.of("reason", "phase", "lastError"), List.of("podIP", "")));

    @ParameterizedTest
    @FieldSource("NAMES")
    void aNameHasAMeaning(String meaning, Predicate<String> has, List<String> some, List<String> others) {
        assertThat(some).as(meaning).allMatch(has);
        assertThat(others).as("no %s", meaning).noneMatch(has);
    }

    private static Arguments row(String meaning, Predicate<String> has, List<String> some, List<String> others) {
        return Arguments.of(meaning, has, some, others);
    }
}
