package dev.millrace.builder.configuration.spec;

/** A further context of a build, by a name that the Dockerfile uses in {@code FROM} and {@code --from}. */
public sealed interface ContextSource {

    /** A folder of the repository; empty for the whole repository. */
    record Folder(String path) implements ContextSource {}

    /** Another image, in place of the one that the Dockerfile names. */
    record Image(String reference) implements ContextSource {}
}
