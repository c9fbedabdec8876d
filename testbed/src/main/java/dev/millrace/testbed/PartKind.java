package dev.millrace.testbed;

/** The parts there are. */
public enum PartKind {
    KAFKA,
    GIT,
    REGISTRY,
    CLUSTER,
    GITEA
}
