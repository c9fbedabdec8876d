package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.events.ConfigCommitted;
import dev.millrace.sync.Outlook;
import dev.millrace.sync.Subject;
import dev.millrace.sync.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which Applications follow what moved, by uid. */
final class Followers {
    private static final int MOST_PATHS = 50;

    private final Applications applications;
    private final Subjects subjects;

    Followers(Applications applications, Subjects subjects) {
        this.applications = applications;
        this.subjects = subjects;
    }

    /** All that follow the commit's ref; those that it most likely concerns go first. */
    List<String> of(ConfigCommitted event, Function<String, Optional<Outlook>> outlook) {
        List<String> changed = event.paths().stream().limit(MOST_PATHS).toList();
        Map<Boolean, List<String>> read = follow(source -> source.repository().equals(event.repository())
                        && source.followed().mayMoveWith(event.ref()))
                .collect(Collectors.partitioningBy(
                        uid -> outlook.apply(uid).filter(o -> o.reads(changed)).isPresent()));
        return Stream.concat(read.getOrDefault(true, List.of()).stream(), read.getOrDefault(false, List.of()).stream())
                .toList();
    }

    /** All that say what is needed. */
    List<Subject> all() {
        return applications.all().stream()
                .flatMap(application -> subjects.fit(application).stream())
                .toList();
    }

    /** Those others that mean the same commit as this one, and are held up by nothing. */
    List<String> besides(Subject app, Outlooks outlooks, Predicate<Subject> matching) {
        return all().stream()
                .filter(other ->
                        !other.uid().equals(app.uid()) && other.source().standsWith(app.source()))
                .filter(other -> !other.suspended() && !other.spec().observe())
                .filter(other -> !other.asked().deletion() && !outlooks.isHeldUp(other.uid()))
                .filter(matching)
                .map(Subject::uid)
                .toList();
    }

    /** All that need this Secret. */
    List<String> with(String secret) {
        return follow(source -> source.needs(secret)).toList();
    }

    private Stream<String> follow(Predicate<Source> matching) {
        return applications.all().stream()
                .filter(application ->
                        subjects.source(application).filter(matching).isPresent())
                .map(Application::getMetadata)
                .map(metadata -> metadata.getUid());
    }
}
