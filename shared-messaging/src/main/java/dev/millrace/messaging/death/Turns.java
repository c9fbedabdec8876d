package dev.millrace.messaging.death;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The turns of suspects, which are handled one at a time. What is a suspect no longer, since its partition went, waits for none. Thread-safe. */
final class Turns {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();

    /** True while a suspect is being handled. Guarded by the lock. */
    private boolean taken;

    /**
     * Waits for a turn as long as one is needed.
     *
     * @return true if the turn has begun, and has to be ended; false if none is needed
     */
    boolean begin(BooleanSupplier isSuspect) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean needed = isSuspect.getAsBoolean();
            while (needed && taken) {
                changed.await();
                needed = isSuspect.getAsBoolean();
            }
            taken |= needed;
            return needed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the turn that has begun. */
    void end() {
        lock.lock();
        try {
            taken = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets those that wait check if they still need a turn. */
    void check() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
