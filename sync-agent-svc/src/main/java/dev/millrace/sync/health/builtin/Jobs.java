package dev.millrace.sync.health.builtin;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;
import static dev.millrace.sync.health.object.ObjectHealth.suspended;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Optional;

/** The rules of Jobs and CronJobs (Kubernetes API reference, batch/v1; KEP-3329, KEP-3850 and KEP-3998 on the conditions of Jobs). */
final class Jobs {
    private Jobs() {}

    /** Returns the health of a Job: healthy once it is complete, however long it takes. */
    static ObjectHealth job(ObjectFacts job) {
        Optional<Condition> failed = job.condition("Failed").filter(Condition::isTrue);
        if (failed.isPresent()) {
            return degraded("it failed: " + failed.get().reasonAndMessage());
        }
        if (job.condition("Complete").filter(Condition::isTrue).isPresent()) {
            return ObjectHealth.HEALTHY;
        }
        Optional<Condition> failing = job.condition("FailureTarget").filter(Condition::isTrue);
        if (failing.isPresent()) {
            return degraded("it is failing: " + failing.get().reasonAndMessage());
        }
        if (job.condition("SuccessCriteriaMet").filter(Condition::isTrue).isPresent()) {
            return progressing("it has succeeded; its remaining Pods are ending");
        }
        if (job.isTrue("spec", "suspend")) {
            return suspended("it is suspended");
        }
        return job.number(1, "spec", "parallelism") == 0
                ? suspended("its parallelism is 0, so none of its Pods run")
                : progressing(progress(job));
    }

    /** A Job with a parallelism and no completions is complete once one of its Pods has succeeded and all have ended. */
    private static String progress(ObjectFacts job) {
        long succeeded = job.number(0, "status", "succeeded");
        boolean workQueue = job.has("spec", "parallelism") && !job.has("spec", "completions");
        String done = workQueue && job.number(1, "spec", "parallelism") > 1
                ? succeeded + " of its Pods have succeeded"
                : succeeded + " of " + job.number(1, "spec", "completions") + " completions";
        String indexes = job.text("status", "failedIndexes");
        if (!indexes.isBlank()) {
            return done + "; failed indexes: " + indexes;
        }
        long failed = job.number(0, "status", "failed");
        return failed > 0 ? done + "; failed Pods: " + failed : done;
    }

    /** Returns the health of a CronJob, whose Jobs have a health of their own. */
    static ObjectHealth cronJob(ObjectFacts cronJob) {
        return cronJob.isTrue("spec", "suspend") ? suspended("it is suspended") : ObjectHealth.HEALTHY;
    }
}
