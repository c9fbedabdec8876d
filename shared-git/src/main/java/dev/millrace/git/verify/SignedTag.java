package dev.millrace.git.verify;

import dev.millrace.events.value.CommitId;
import java.util.Optional;

/**
 * An annotated tag.
 *
 * @param name as the tag itself has it, which need not be that of the ref that stands at it: whoever may push could have renamed it
 * @param commit what it names in the end; empty if that is no commit
 * @param tag what its signature, if it has one, is about
 */
public record SignedTag(String name, Optional<CommitId> commit, Signed tag) {}
