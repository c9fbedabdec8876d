package dev.millrace.bench.commit;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.services.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The updater with one configuration repository of its own, whose branch is read from the host's disk. */
final class ConfigOnly {
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final String OWN = "millrace.updater.repositories.bench";

    private final LocalDelivery delivery;
    private final String repository;
    private final Duration quiet;
    private final GitWorkspace workspace;

    private ConfigOnly(LocalDelivery delivery, String repository, Duration quiet) {
        this.delivery = delivery;
        this.repository = repository;
        this.quiet = quiet;
        this.workspace = delivery.gitHost().workspace();
    }

    /** @param quiet how long images are gathered; zero for not at all */
    static ConfigOnly of(LocalDelivery delivery, String repository, Duration quiet) {
        return new ConfigOnly(delivery, repository, quiet);
    }

    /** Pushes the files, and starts the updater with this repository instead of its previous one. */
    void open(Map<String, String> files) {
        URI url = delivery.gitHost().createRepository(repository);
        workspace.push(repository, "main", files, "Begin");
        ServiceProcess updater = delivery.updater();
        updater.stop();
        for (String key : new String[] {"url", "branch", "username", "password"}) {
            updater.without("millrace.updater.repositories.config." + key);
        }
        updater.with(OWN + ".url", url.toString())
                .with(OWN + ".username", delivery.gitHost().user())
                .with(OWN + ".password", delivery.gitHost().password())
                .with("millrace.updater.gather.quiet", quiet.toString());
        if (quiet.isZero()) {
            updater.with("millrace.updater.gather.most", "PT0S");
        } else {
            updater.without("millrace.updater.gather.most");
        }
        updater.start();
    }

    Optional<CommitId> tip() {
        return delivery.gitHost().tip(repository, "main");
    }

    /** Waits until the branch has moved, and returns when, in {@link System#nanoTime()}. */
    long awaitOther(Optional<CommitId> before, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (tip().equals(before)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no commit on " + repository + " within " + timeout);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return System.nanoTime();
    }

    /** The number of commits on the branch. */
    int commits() {
        return workspace.log(repository, "main").size();
    }

    /** The number of updates that the branch's commits name. */
    long updates() {
        return workspace.log(repository, "main").stream()
                .flatMap(commit -> commit.message().lines())
                .filter(line -> line.startsWith("Millrace-Policy: "))
                .count();
    }
}
