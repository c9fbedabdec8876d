package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.builder.configuration.ConfigurationFiles;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.engine.ImageEngine.Ability;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class EngineGapsTest {
    private static final Set<Ability> ALL = Set.of(Ability.values());

    /** A part of an image, the abilities of the engine, and the start of the problem. */
    static final List<Arguments> GAPS = List.of(
            arguments("tests: [{image: a, run: [b]}]", ALL, ""),
            arguments("tests: [{image: a, run: [b]}]", Set.of(), "tests by commands needs BuildKit"),
            arguments("tests: [{stage: a}]", Set.of(), ""),
            arguments("tests: [{stage: a, junit: b}]", Set.of(Ability.EXPORT), ""),
            arguments("tests: [{stage: a, junit: b}]", Set.of(Ability.LIMITS), "junit needs BuildKit"),
            arguments("limits: {memory: 1Gi}", ALL, ""),
            arguments("limits: {memory: 1Gi}", Set.of(Ability.EXPORT), "limits.memory needs BuildKit and a host"),
            arguments("limits: {cpus: 1}", Set.of(Ability.EXPORT), "limits.cpus needs"),
            arguments("limits: {processes: 10}", Set.of(Ability.EXPORT), "limits.processes needs"),
            arguments("limits: {disk: 1Gi}", Set.of(Ability.EXPORT), "limits.disk needs"),
            arguments("limits: {time: 1m, network: none}", Set.of(), ""));

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @FieldSource("GAPS")
    void thePartThatTheEngineCannotCarryOutIsNamed(String part, Set<Ability> abilities, String problem) {
        ImageSpec spec = ConfigurationFiles.valid("images: [{name: r.example/web, " + part + "}]")
                .images()
                .getFirst();

        if (problem.isEmpty()) {
            assertThat(EngineGaps.of(spec, abilities)).isEmpty();
        } else {
            assertThat(EngineGaps.of(spec, abilities).orElseThrow()).startsWith(problem);
        }
    }
}
