package dev.millrace.builder.configuration;

import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.builder.configuration.spec.PathPattern;
import dev.millrace.builder.configuration.spec.RefFilter;
import dev.millrace.builder.configuration.spec.TagPattern;
import dev.millrace.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;

/** The parts at the top of a configuration that each image inherits. */
record ImageDefaults(
        List<ImageTest> tests,
        List<TagPattern> tagPatterns,
        Optional<RefFilter> refs,
        BuildLimits limits,
        List<PathPattern> ignore,
        List<PathPattern> shared) {

    static ImageDefaults read(YamlMapping top) {
        return new ImageDefaults(
                TestsReader.tests(top),
                FilterReader.tagPatterns(top),
                FilterReader.refs(top),
                LimitsReader.limits(top),
                FilterReader.paths(top, "ignore"),
                FilterReader.paths(top, "shared"));
    }
}
