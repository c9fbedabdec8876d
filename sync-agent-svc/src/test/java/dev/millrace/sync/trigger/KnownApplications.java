package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.source.Repositories;
import java.nio.file.Path;

/** Applications that the watch received, and the results of their last passes, for tests of other packages. */
public final class KnownApplications implements AutoCloseable {
    private final TestAgent parts;

    public KnownApplications(Path directory) {
        parts = new TestAgent(directory);
    }

    public Followers followers() {
        return parts.followers;
    }

    public Results results() {
        return parts.results;
    }

    public Repositories repositories() {
        return parts.repositories;
    }

    public void know(Application application) {
        parts.know(application);
    }

    public void result(String uid, ReconcileResult result) {
        parts.results.put(uid, result);
    }

    @Override
    public void close() {
        parts.close();
    }
}
