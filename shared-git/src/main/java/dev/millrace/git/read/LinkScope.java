package dev.millrace.git.read;

/** The part of a repository that the links of a checkout must not leave. */
public enum LinkScope {
    /** The directory that is checked out, so that each link can be followed. */
    DIRECTORY,
    /** The repository: a link may lead to a file that is not checked out. */
    REPOSITORY
}
