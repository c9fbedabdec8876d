package dev.millrace.messaging;

import java.util.concurrent.locks.LockSupport;

/**
 * A named point of a handler, such as that between an effect and its event, at which a test can stop a service in order to kill it there. A service
 * stops only if the system property {@code millrace.failpoint} or the environment variable {@code MILLRACE_FAILPOINT} names the point.
 */
public final class Failpoint {
    private Failpoint() {}

    /** Returns at once unless this failpoint is enabled. If it is, prints a line and waits until the process is killed. */
    @SuppressWarnings("SystemOut") // the waiting test reads this line from standard output
    public static void reached(String name) {
        String enabled =
                System.getProperty("millrace.failpoint", System.getenv().getOrDefault("MILLRACE_FAILPOINT", ""));
        if (!enabled.equals(name)) {
            return;
        }
        System.out.println("failpoint " + name + " reached");
        System.out.flush();
        while (true) {
            LockSupport.park(enabled);
        }
    }
}
