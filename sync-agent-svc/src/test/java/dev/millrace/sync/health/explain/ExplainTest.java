package dev.millrace.sync.health.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
    private static final String THING = """
            apiVersion: x.example/v1
            kind: Thing
            metadata: {name: one}
            """;
    private static final String FAILED = THING + "status: {phase: Failed, message: no disk}\n";
    private static final String CRD = """
            kind: CustomResourceDefinition
            spec:
              group: x.example
              names: {kind: Thing}
              versions: [{name: v1, subresources: {status: {}}}]
            """;

    @SuppressWarnings("NullAway.Init")
    @TempDir
    Path folder;

    private record Run(int status, String out, String err) {}

    private static Run run(String in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new Explain(
                        new ByteArrayInputStream(in.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8))
                .run(args);
        return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void theHealthOfEachDocumentIsPrintedWithTheRulesThatWereAsked() {
        Run run = run(FAILED + "---\n" + THING);

        assertThat(run.out())
                .contains("Thing/one: Degraded: status.phase is Failed: no disk", "decided by general: status.phase")
                .contains("general: conditions: -", "Thing/one: Healthy");
        assertThat(run.status()).isZero();
    }

    @Test
    void theObjectsOfAListAreJudgedOneByOne() {
        Run run = run("""
                apiVersion: v1
                kind: List
                items:
                  - {apiVersion: x.example/v1, kind: Thing, metadata: {name: one}}
                  - {apiVersion: x.example/v1, kind: Thing, metadata: {name: two}, status: {phase: Failed}}
                """);

        assertThat(run.out()).contains("Thing/one: Healthy", "Thing/two: Degraded");
    }

    @Test
    void aDefinitionWithStatusAndTheAgeDecideAboutAnObjectWithout() throws IOException {
        String crd = file("crd.yaml", CRD);

        assertThat(run(THING).out()).contains("Thing/one: Healthy");
        assertThat(run(THING, "--crd", crd).out()).contains("Thing/one: Progressing");
        assertThat(run(THING, "--crd", crd, "--age", "5m").out()).contains("Thing/one: Healthy");
    }

    @Test
    void writtenRulesPrecedeTheShippedOnesAndGeneralLeavesThoseOut() throws IOException {
        String rules = file("rules.yaml", "[{kinds: [x.example/Thing], suspended: 'true'}]");
        String rebalance = "{apiVersion: kafka.strimzi.io/v1, kind: KafkaRebalance, metadata: {name: r}}";

        assertThat(run(THING, "--rules", rules).out()).contains("decided by rules.yaml x.example/Thing: suspended");
        assertThat(run(rebalance).out()).contains("decided by kafka.yaml");
        assertThat(run(rebalance, "--general").out()).contains("decided by general");
    }

    @Test
    void rulesWithAMistakeAreReportedWithTheirFile() throws IOException {
        Run run = run(THING, "--rules", file("rules.yaml", "[{kinds: [a/B], ready: 'true'}]"));

        assertThat(run.err()).contains("rules can't be read", "rules.yaml", "no such key: ready");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        String missing = folder.resolve("missing.yaml").toString();

        for (String[] args :
                new String[][] {{missing}, {"--crd", missing}, {"--rules", missing}, {"--json-lines", missing}}) {
            Run run = run("", args);
            assertThat(run.err()).contains("there is no file " + missing);
            assertThat(run.status()).isEqualTo(1);
        }
    }

    @Test
    void wrongArgumentsPrintTheUsage() {
        for (String[] args :
                new String[][] {{"--wrong"}, {"--age"}, {"--age", "long"}, {"a", "b"}, {"a", "-"}, {"-", "a"}}) {
            Run run = run("", args);
            assertThat(run.err()).contains("Usage: explain");
            assertThat(run.status()).isEqualTo(2);
        }
        assertThat(run("", "--help").status()).isZero();
    }

    @Test
    void eachLineOfJsonHasAnAnswerInOrder() {
        Run run = run("""
                {"object": {"apiVersion": "x.example/v1", "kind": "Thing", "status": {"phase": "Failed"}}}
                no JSON

                [1]
                null
                {}
                {"object": {"apiVersion": "x.example/v1", "kind": "Thing", "metadata": 7}}
                {"object": {"apiVersion": "x.example/v1", "kind": "Thing", "metadata": {"name": "x"}}, "crd": 7}
                """, "--json-lines");

        assertThat(run.out().lines().map(line -> line.replaceAll("\\{\"status\":\"(\\w+)\".*", "$1")))
                .containsExactly("Degraded", "Unknown", "Unknown", "Unknown", "Unknown", "Unknown", "Healthy");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aLineThatIsTooLongIsAnsweredAndTheNextOneIsRead() {
        String line = "{\"object\": {\"apiVersion\": \"x.example/v1\", \"kind\": \"Thing\", \"note\": \"%s\"}}\n";

        Run run = run(line.formatted("x".repeat(20 << 20)) + line.formatted(""), "--json-lines");

        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out().lines().findFirst().orElseThrow())
                .contains("Unknown")
                .hasSizeLessThan(1000);
        assertThat(run.out().lines().skip(1).findFirst().orElseThrow()).contains("Healthy");
    }
}
