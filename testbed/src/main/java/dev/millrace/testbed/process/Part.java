package dev.millrace.testbed.process;

/** A real thing that Millrace works with, running on this machine: a broker, a git host, a registry, a cluster. */
public interface Part extends AutoCloseable {

    /** What people call it. */
    String name();

    /** Starts it and returns when it is ready; does nothing when it runs already. Its ports stay the same from start to start. */
    void start();

    /** Ends it at once, as a power cut would; what it had stored stays. Returns when it is gone. */
    void kill();

    /** Kills it if it runs, and starts it again with what it had stored. */
    default void restart() {
        kill();
        start();
    }

    boolean isRunning();

    /** Ends it. */
    @Override
    default void close() {
        kill();
    }
}
