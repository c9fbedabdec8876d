package dev.millrace.builder.source;

import dev.millrace.events.Source;

/** The current state of a ref of an application repository. */
public sealed interface SourceState {

    /** The ref names a commit to build. */
    record Found(Source source) implements SourceState {}

    /** The ref does not exist. */
    record Absent() implements SourceState {}

    /** The ref names a commit that Millrace made; it is not built. */
    record OwnCommit() implements SourceState {}
}
