package dev.millrace.builder.source;

import dev.millrace.events.Source;

/** What a ref of an application repository says now. */
public sealed interface SourceState {

    /** A commit that a person made. */
    record At(Source source) implements SourceState {}

    /** The ref is gone. */
    record Gone() implements SourceState {}

    /** A commit of this system's own: no reason to build. */
    record Ours() implements SourceState {}
}
