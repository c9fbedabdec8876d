package dev.millrace.git.verify;

import dev.millrace.events.value.CommitId;
import java.util.Optional;

/**
 * An annotated tag.
 *
 * @param name the name in the tag itself, which may differ from the ref's name: a client that may push could have renamed it
 * @param commit the commit that it names; empty if it names something else
 * @param tag the content of its signature, if it has one
 */
public record SignedTag(String name, Optional<CommitId> commit, SignedObject tag) {}
