package dev.millrace.builder.engine;

/** The result of building an image. */
public sealed interface BuildOutcome {

    /** The image is in its folder. */
    record Built(OciLayout image) implements BuildOutcome {}

    /** There is no image. */
    record NotBuilt(ToolOutcome.Failure failure) implements BuildOutcome {}
}
