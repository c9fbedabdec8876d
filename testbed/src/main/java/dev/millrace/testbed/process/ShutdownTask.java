package dev.millrace.testbed.process;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The work at an orderly exit: ends all processes, then deletes the directory. After a crash, the supervising shells end the processes. */
record ShutdownTask(List<Process> supervisors, List<Runnable> afterwards) implements Runnable {
    @Override
    public void run() {
        supervisors.forEach(ShutdownTask::closePipe);
        supervisors.forEach(ShutdownTask::awaitExit);
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
