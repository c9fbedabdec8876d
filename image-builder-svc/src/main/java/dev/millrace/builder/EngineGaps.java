package dev.millrace.builder;

import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.configuration.spec.ImageTest;
import java.util.Optional;
import java.util.stream.Stream;

/** The parts of a build configuration that builds can't carry out yet. An image that needs one fails, and is never built without it. */
final class EngineGaps {
    private EngineGaps() {}

    static Optional<String> of(ImageSpec spec) {
        return Stream.of(
                        gap(hasLimitsOfItsOwn(spec.limits()), "limits of one build but time and network"),
                        gap(spec.tests().stream().anyMatch(ImageTest.Commands.class::isInstance), "tests by commands"),
                        gap(spec.tests().stream().anyMatch(test -> test.junit().isPresent()), "junit"))
                .flatMap(Optional::stream)
                .findFirst()
                .map(gap -> "the image engine of this service doesn't support " + gap);
    }

    private static boolean hasLimitsOfItsOwn(BuildLimits limits) {
        return Stream.of(limits.memory(), limits.milliCpus(), limits.processes(), limits.disk())
                .anyMatch(Optional::isPresent);
    }

    private static Optional<String> gap(boolean isNeeded, String name) {
        return isNeeded ? Optional.of(name) : Optional.empty();
    }
}
