package dev.millrace.builder.engine;

/** The network of the commands of a build. */
public enum Network {
    /** Public addresses only: no address of the service, of its host or of a private network. */
    OUTWARD,

    /** Nothing but the command's own loopback. */
    NONE
}
