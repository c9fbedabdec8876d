package dev.millrace.builder;

import dev.millrace.builder.source.ExternalSources;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.lfs.LfsStore;
import dev.millrace.builder.source.poll.Announcements;
import dev.millrace.builder.source.poll.SourceChangePublisher;
import dev.millrace.builder.source.poll.SourcePoll;
import dev.millrace.events.Topic;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.TopicFollower;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.process.JvmState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The poll of another instance of the service on the same broker, with an empty work directory. */
final class SecondInstance implements AutoCloseable {
    private final SourceRepository repository;
    private final TopicFollower follower;
    private final SourcePoll poll;

    /** @param original the repository in the first instance */
    SecondInstance(String name, EventPublisher publisher, Map<String, Object> kafka, SourceRepository original) {
        GitHost host = Testbed.shared().gitHost();
        Remote remote = Remote.of(
                host.url("shop/" + original.id().shortName()), new Credentials.Basic(host.user(), host.password()));
        Path work = JvmState.directory("instance-" + name);
        repository = new SourceRepository(
                new MirrorHolder(remote, work),
                original.patterns(),
                "millrace@millrace.dev",
                new ExternalSources(remote, work, List.of(), new LfsStore(remote, List.of(), work)));
        Announcements announcements = new Announcements(List.of(original.id()));
        follower = new TopicFollower(
                "announcements-" + name,
                kafka,
                List.of(Topic.SOURCE_CHANGED),
                new DeliveryMetrics(new SimpleMeterRegistry()),
                announcements);
        follower.start();
        Clock clock = Clock.systemUTC();
        poll = new SourcePoll(new SourceChangePublisher(publisher, announcements, clock), announcements, clock);
    }

    void poll() {
        poll.poll(repository);
    }

    @Override
    public void close() {
        follower.close();
        repository.close();
    }
}
