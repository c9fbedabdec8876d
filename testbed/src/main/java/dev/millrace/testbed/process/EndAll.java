package dev.millrace.testbed.process;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What happens at an orderly exit: every process ends, then the directory goes. After a crash the supervising shells do the first half. */
record EndAll(List<Process> supervisors, List<Runnable> afterwards) implements Runnable {
    @Override
    public void run() {
        supervisors.forEach(EndAll::closePipe);
        supervisors.forEach(EndAll::awaitExit);
        afterwards.forEach(Runnable::run);
    }

    private static void closePipe(Process supervisor) {
        try {
            supervisor.getOutputStream().close();
        } catch (java.io.IOException e) {
            supervisor.children().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void awaitExit(Process supervisor) {
        try {
            supervisor.onExit().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("testbed: a process did not end: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
