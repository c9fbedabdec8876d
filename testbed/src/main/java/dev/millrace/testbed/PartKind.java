package dev.millrace.testbed;

/** The kinds of parts. */
public enum PartKind {
    KAFKA,
    GIT,
    REGISTRY,
    CLUSTER,
    GITEA
}
