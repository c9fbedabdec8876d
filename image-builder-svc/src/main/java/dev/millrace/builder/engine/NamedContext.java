package dev.millrace.builder.engine;

import java.nio.file.Path;

/** An additional build context, which a Dockerfile uses like a stage or an image of its name. */
public sealed interface NamedContext {

    /** The files of a folder. */
    record Folder(Path path) implements NamedContext {}

    /** An image of a registry. */
    record Image(String reference) implements NamedContext {}

    /** An image in a folder. */
    record Layout(OciLayout image) implements NamedContext {}
}
