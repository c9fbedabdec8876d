package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.events.ConfigCommitted;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.Subject;
import dev.millrace.sync.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Applications that follow a source. */
public final class Followers {
    private static final int MAX_PATHS = 50;

    private final Applications applications;
    private final Subjects subjects;

    public Followers(Applications applications, Subjects subjects) {
        this.applications = applications;
        this.subjects = subjects;
    }

    /** Returns all followers of the commit's ref; those that it most likely affects come first. */
    List<Subject> of(ConfigCommitted event, Function<String, Optional<ReconcileResult>> result) {
        List<String> changed = event.paths().stream().limit(MAX_PATHS).toList();
        Map<Boolean, List<Subject>> read = follow(source -> source.repository().equals(event.repository())
                        && source.followed().mayMoveWith(event.ref()))
                .collect(Collectors.partitioningBy(subject -> result.apply(subject.uid())
                        .filter(known -> known.reads(changed))
                        .isPresent()));
        return Stream.concat(read.getOrDefault(true, List.of()).stream(), read.getOrDefault(false, List.of()).stream())
                .toList();
    }

    /** Returns all Applications whose specs are valid. */
    public List<Subject> all() {
        return applications.all().stream()
                .flatMap(application -> subjects.fit(application).stream())
                .toList();
    }

    /** Returns the other Applications whose source selects the same commit as this one's. */
    List<Subject> besides(Subject app) {
        return follow(source -> source.standsWith(app.source()))
                .filter(other -> !other.uid().equals(app.uid()))
                .toList();
    }

    /** Returns the uids of all Applications that need this Secret. */
    public List<String> with(String secret) {
        return follow(source -> source.needs(secret)).map(Subject::uid).toList();
    }

    /** Returns true if there is an Application with that uid; true as long as not all of them are known. */
    boolean exists(String uid) {
        return !applications.isComplete() || applications.byUid(uid).isPresent();
    }

    /** Returns true if an Application with that uid is known. */
    boolean isKnown(String uid) {
        return applications.byUid(uid).isPresent();
    }

    /** Returns the Application with this name, if its spec is valid. */
    public Optional<Subject> named(String namespace, String name) {
        Optional<Application> application = applications.byName(namespace + "/" + name);
        return application.flatMap(subjects::fit);
    }

    private Stream<Subject> follow(Predicate<Source> matching) {
        return applications.all().stream()
                .flatMap(application -> subjects.fit(application).stream())
                .filter(subject -> matching.test(subject.source()));
    }
}
