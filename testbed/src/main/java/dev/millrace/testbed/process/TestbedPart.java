package dev.millrace.testbed.process;

/** A real part that Millrace depends on, running on this machine: a broker, a git host, a registry, a cluster. */
public interface TestbedPart extends AutoCloseable {

    /** The name of the part, for messages. */
    String name();

    /** Starts the part and returns when it is ready; does nothing if it is running. The ports stay the same for all starts. */
    void start();

    /** Ends the part at once, as a power failure does; its stored data stays. Returns when it has ended. */
    void kill();

    /** Kills the part if it runs, and starts it again with its stored data. */
    default void restart() {
        kill();
        start();
    }

    boolean isRunning();

    /** Ends the part. */
    @Override
    default void close() {
        kill();
    }
}
