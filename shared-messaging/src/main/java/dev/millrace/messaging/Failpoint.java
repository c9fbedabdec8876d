package dev.millrace.messaging;

import java.util.concurrent.locks.LockSupport;

/**
 * A named place between an effect and its event at which a test can hold a service, to kill it there. Held only when the system
 * property {@code millrace.failpoint} (or the environment's {@code MILLRACE_FAILPOINT}) names it.
 */
public final class Failpoint {
    private Failpoint() {}

    /** Returns at once, unless the service was started to be held here: then it says so and waits for its end. */
    @SuppressWarnings("SystemOut") // the test that waits for this line reads standard output
    public static void reached(String name) {
        String held = System.getProperty("millrace.failpoint", System.getenv().getOrDefault("MILLRACE_FAILPOINT", ""));
        if (!held.equals(name)) {
            return;
        }
        System.out.println("failpoint " + name + " reached");
        System.out.flush();
        while (true) {
            LockSupport.park(held);
        }
    }
}
