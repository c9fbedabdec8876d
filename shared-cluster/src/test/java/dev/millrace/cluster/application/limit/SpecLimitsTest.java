package dev.millrace.cluster.application.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class SpecLimitsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String ADDRESS = "https://h.example.com";
    private static final String SOURCE = "source: {repository: '" + ADDRESS + "'}, ";

    private static ApplicationSpec read(String spec) {
        return YAML.unmarshal("""
                        apiVersion: millrace.dev/v1alpha1
                        kind: Application
                        metadata: {name: web, namespace: shop}
                        spec: {destination: {namespace: shop}, %s}
                        """.formatted(spec), Application.class).getSpec();
    }

    private static String many(int count, String format) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining(", "));
    }

    private static String nested(int depth) {
        return "{a: ".repeat(depth) + "1" + "}".repeat(depth);
    }

    static final List<Arguments> LIMITS = List.of(
            arguments("the least", SOURCE, ""),
            arguments("an address at the limit", address(2_048), ""),
            arguments(
                    "an address",
                    address(2_049),
                    "spec.source.repository has 2049 characters; at most 2048 are possible"),
            arguments(
                    "a branch",
                    "source: {repository: '" + ADDRESS + "', branch: " + "b".repeat(257) + "}",
                    "spec.source.branch has 257 characters; at most 256 are possible"),
            arguments("dependencies at the limit", SOURCE + "dependsOn: [" + many(100, "{name: a%d}") + "]", ""),
            arguments(
                    "dependencies",
                    SOURCE + "dependsOn: [" + many(101, "{name: a%d}") + "]",
                    "spec.dependsOn has 101 entries; at most 100 are possible"),
            arguments(
                    "a condition",
                    SOURCE + "dependsOn: [{name: a, ready: '" + "r".repeat(4_097) + "'}]",
                    "spec.dependsOn[].ready has 4097 characters; at most 4096 are possible"),
            arguments(
                    "a duration",
                    SOURCE + "poll: " + "1s".repeat(33),
                    "spec.poll has 66 characters; at most 64 are possible"),
            arguments(
                    "labels",
                    SOURCE + "transform: {labels: {" + many(101, "l%d: v") + "}}",
                    "spec.transform.labels has 101 entries; at most 100 are possible"),
            arguments(
                    "a label",
                    SOURCE + "transform: {labels: {l: " + "v".repeat(257) + "}}",
                    "spec.transform.labels[] has 257 characters; at most 256 are possible"),
            arguments(
                    "the name of a label",
                    SOURCE + "transform: {labels: {" + "l".repeat(257) + ": v}}",
                    "spec.transform.labels has a name of 257 characters; at most 256 are possible"),
            arguments(
                    "a patch",
                    SOURCE + "transform: {patches: [{patch: " + "p".repeat(65_537) + "}]}",
                    "spec.transform.patches[].patch has 65537 characters; at most 65536 are possible"),
            arguments(
                    "files of values",
                    SOURCE + "helm: {valuesFiles: [" + many(101, "v%d") + "]}",
                    "spec.helm.valuesFiles has 101 entries; at most 100 are possible"),
            arguments(
                    "values of any form",
                    SOURCE + "helm: {values: {a: [" + many(5_000, "{b: %d}") + "], c: " + "d".repeat(1_000) + "}}",
                    ""),
            arguments("values in values", SOURCE + "helm: {values: " + nested(40) + "}", ""),
            arguments(
                    "values beyond the total",
                    SOURCE + "helm: {values: {a: [" + many(70_000, "%d") + "]}}",
                    "spec is larger than 512 KiB; move values and patches to files in the repository"),
            arguments(
                    "patches beyond the total",
                    SOURCE + "transform: {patches: [" + many(9, "{patch: '%d" + "p".repeat(65_000) + "'}") + "]}",
                    "spec is larger than 512 KiB; move values and patches to files in the repository"));

    private static String address(int length) {
        return "source: {repository: '" + ADDRESS + "/" + "a".repeat(length - ADDRESS.length() - 1) + "'}";
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("LIMITS")
    void aFieldBeyondItsLimitIsNamed(String name, String spec, String excess) {
        assertThat(SpecLimits.excess(read(spec))).isEqualTo(excess.isEmpty() ? Optional.empty() : Optional.of(excess));
    }
}
