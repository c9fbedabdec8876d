package dev.millrace.sync;

/** What the pipeline must know of, and say to, other applications of the cluster. */
public interface Neighbours {

    /** Whether there is an Application with that uid; true as long as nobody can know. */
    boolean exists(String uid);

    /** What the application could not do may well succeed now. */
    void retry(String uid);
}
