package dev.millrace.builder.plan;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.TagRule;
import dev.millrace.events.value.ImageName;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The configuration of a repository without a configuration file: the image of the Dockerfile at its root. */
public final class DefaultImage {
    /** The path of the Dockerfile. */
    public static final String DOCKERFILE = "Dockerfile";

    private DefaultImage() {}

    /** The configuration of one image with the defaults in all other parts. */
    public static BuildConfiguration configuration(ImageName name) {
        ImageSpec image = new ImageSpec(name, "", DOCKERFILE, Optional.empty(), new TreeMap<>(), List.of());
        return new BuildConfiguration(List.of(image), Optional.empty(), TagRule.COMMIT);
    }
}
