package dev.millrace.messaging.loop;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The threads of this process that have to run until they are closed. One for the process, as its threads are. */
public final class Loops {
    private static final Set<Loop> ALL = ConcurrentHashMap.newKeySet();

    private Loops() {}

    /** A thread that has to run until this is closed. */
    public static final class Loop implements AutoCloseable {
        private final String name;
        private final Thread thread;

        private Loop(String name, Thread thread) {
            this.name = name;
            this.thread = thread;
        }

        private boolean hasEnded() {
            return thread.getState() == Thread.State.TERMINATED;
        }

        @Override
        public String toString() {
            return name;
        }

        /** The thread may end from now on. */
        @Override
        public void close() {
            ALL.remove(this);
        }
    }

    /** Registers a thread that is about to start. */
    public static Loop register(String name, Thread thread) {
        Loop loop = new Loop(name, thread);
        ALL.add(loop);
        return loop;
    }

    /** The names of the threads that have ended and are not closed. */
    static List<String> ended() {
        return ALL.stream().filter(Loop::hasEnded).map(Loop::toString).sorted().toList();
    }
}
