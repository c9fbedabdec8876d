package dev.millrace.builder.journal;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;

/** The image of a commit, by which events name a build. */
public record BuildKey(RepositoryId repository, CommitId commit, ImageName image) {}
