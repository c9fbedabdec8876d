package dev.millrace.acceptance.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * All case files. {@code -Ddrift.case=heal} runs those whose name contains a text, {@code -Ddrift.directory=} those of another folder. The table
 * of all steps is printed at the end.
 */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class DriftCasesIT {
    private static final Path FOLDER = Path.of(System.getProperty("drift.directory", "src/test/resources/drift"));
    private static final ExpectedFailures NONE = ExpectedFailures.parse("");
    private static final String FILTER = System.getProperty("drift.case", "");

    @Test
    void everyStepIsPublishedOrSilentAsItsCaseSays() throws IOException, InterruptedException {
        Path known = FOLDER.resolve("expected-failures");
        ExpectedFailures expected = ExpectedFailures.parse(Files.exists(known) ? Files.readString(known) : "");
        List<StepResult> results;
        try (DriftStage stage = new DriftStage()) {
            results = CaseFiles.run(stage, CaseFiles.read(FOLDER, FILTER));
        }

        System.out.println(CaseFiles.table(results));
        assertEquals(List.of(), expected.surprises(results));
    }

    @Test
    void aChangeOfEveryKindIsPublishedAndAWriteOfItsControllerIsSilent() throws IOException, InterruptedException {
        List<DriftCase> kinds = KindTable.cases(Files.readString(Path.of("src/test/resources/drift-kinds/kinds.yaml")));

        List<StepResult> results;
        try (DriftStage stage = new DriftStage()) {
            results = CaseFiles.run(stage, kinds);
        }

        System.out.println(CaseFiles.table(results));
        assertEquals(List.of(), NONE.surprises(results));
    }
}
