package dev.millrace.builder;

import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.builder.engine.ImageEngine.Ability;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The parts of a build configuration that an engine on its host can't carry out. An image that needs one fails, and is never built without it. */
final class EngineGaps {
    private EngineGaps() {}

    /** The first part that the abilities of an engine don't allow, with what to do; empty if they allow everything. */
    static Optional<String> of(ImageSpec spec, Set<Ability> abilities) {
        if (!abilities.contains(Ability.EXPORT)) {
            Optional<String> test = spec.tests().stream()
                    .filter(one ->
                            one instanceof ImageTest.Commands || one.junit().isPresent())
                    .findFirst()
                    .map(one -> one instanceof ImageTest.Commands ? "tests by commands" : "junit");
            if (test.isPresent()) {
                return test.map(part -> part + " needs BuildKit; set millrace.builder.engine=buildkit at the service");
            }
        }
        return abilities.contains(Ability.LIMITS)
                ? Optional.empty()
                : limit(spec.limits())
                        .map(key -> "limits." + key
                                + " needs BuildKit and a host that lets the service create control groups;"
                                + " remove it, or allow control groups");
    }

    private static Optional<String> limit(BuildLimits limits) {
        return Stream.of(
                        limits.memory().map(value -> "memory"),
                        limits.milliCpus().map(value -> "cpus"),
                        limits.processes().map(value -> "processes"),
                        limits.disk().map(value -> "disk"))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
