package dev.millrace.builder.source;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;

/** The current state of a ref of an application repository. */
public sealed interface SourceState {

    /**
     * The ref has a commit to build.
     *
     * @param source the newest commit of its history that brings something of a user's
     * @param tip the commit that the ref names
     */
    record Found(Source source, CommitId tip) implements SourceState {}

    /** The ref does not exist. */
    record Absent() implements SourceState {}

    /** The recent history of the ref has only commits that Millrace made; they are not built. */
    record OwnCommit() implements SourceState {}
}
