package dev.millrace.messaging.death;

import dev.millrace.messaging.record.IncomingRecord;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Marks the partitions of this process and, after one that ended without a word, the records that are being handled. A mark that can't be stored doesn't
 * hold up the delivery. Thread-safe.
 */
@ApplicationScoped
public class ProcessDeaths {
    private static final Logger LOG = Logger.getLogger(ProcessDeaths.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<String, Object> kafka;
    private final int maxDeaths;

    private final Map<TopicPartition, PartitionMark> marks = new ConcurrentHashMap<>();

    /** The consumer group of the channel that has a partition. */
    private final Map<TopicPartition, String> groups = new ConcurrentHashMap<>();

    /** The marked records that are being handled, and the number of all that are. Guarded by themselves. */
    private final Map<TopicPartition, Set<Long>> handled = new HashMap<>();

    private int active;

    private final Turns turns = new Turns();

    private final ReentrantLock storing = new ReentrantLock();

    /** By consumer group. Guarded by {@link #storing}. */
    private final Map<String, MarkStore> stores = new HashMap<>();

    /**
     * @param kafka the settings of the broker
     * @param maxDeaths the number of ends of the process from which a record is not handled again
     */
    public ProcessDeaths(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "millrace.messaging.max-deaths") int maxDeaths) {
        this.kafka = kafka;
        this.maxDeaths = maxDeaths;
    }

    /** Begins with partitions, before their first record. Called by the thread of the consumer. */
    public void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Set<TopicPartition> all = Set.copyOf(partitions);
        String group = consumer.groupMetadata().groupId();
        all.forEach(partition -> groups.put(partition, group));
        storing.lock();
        try {
            Map<TopicPartition, PartitionMark> before = store(group).read(all);
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all, LIMIT);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, LIMIT);
            for (TopicPartition partition : all) {
                OffsetAndMetadata offset = committed.get(partition);
                PartitionMark mark = before.getOrDefault(partition, PartitionMark.NONE)
                        .begun(offset == null ? 0 : offset.offset(), ends.getOrDefault(partition, 0L));
                marks.put(partition, mark);
                report(partition, mark);
            }
            store(group).write(of(all));
        } catch (KafkaException e) {
            LOG.warnf("marks of partitions not stored: partitions=%s error=%s", all, e.getMessage());
        } finally {
            storing.unlock();
        }
    }

    private static void report(TopicPartition partition, PartitionMark mark) {
        if (!mark.suspects().isEmpty()) {
            LOG.errorf(
                    "the process ended while it handled records, they are handled one at a time: partition=%s suspects=%s",
                    partition, mark.suspects());
        } else if (mark.watchedUntil() > 0) {
            LOG.warnf(
                    "the process ended without closing its partition, the handling of its records is marked: partition=%s until=%d",
                    partition, mark.watchedUntil());
        }
    }

    /** Gives up partitions in order. */
    public void revoked(Collection<TopicPartition> partitions) {
        storing.lock();
        try {
            Map<TopicPartition, PartitionMark> given = new HashMap<>();
            partitions.forEach(partition -> {
                PartitionMark mark = marks.remove(partition);
                if (mark != null) {
                    given.put(partition, mark.stopped());
                }
            });
            write(given);
        } finally {
            storing.unlock();
        }
        turns.check();
    }

    /** Forgets partitions that another process has already. */
    public void lost(Collection<TopicPartition> partitions) {
        partitions.forEach(marks::remove);
        turns.check();
    }

    /** Decides how a record may be handled. */
    public Verdict verdict(IncomingRecord record) {
        PartitionMark mark = marks.get(record.partitionOfTopic());
        return mark == null ? Verdict.FREE : mark.verdict(record.offset(), maxDeaths);
    }

    /**
     * Handles records, with marks where their verdicts ask for it.
     *
     * @throws UncheckedIOException if the thread is interrupted while other suspects are being handled
     */
    public void during(List<IncomingRecord> records, Runnable work) {
        boolean suspect = awaitTurn(records);
        try {
            begin(records);
            try {
                work.run();
            } finally {
                end(records);
            }
        } finally {
            if (suspect) {
                turns.end();
            }
        }
    }

    private boolean awaitTurn(List<IncomingRecord> records) {
        try {
            return turns.begin(() -> records.stream().map(this::verdict).anyMatch(Verdict.ALONE::equals));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("the service is stopping"));
        }
    }

    private void begin(List<IncomingRecord> records) {
        boolean marked;
        synchronized (handled) {
            active += records.size();
            for (IncomingRecord record : records) {
                if (verdict(record) != Verdict.FREE) {
                    handled.computeIfAbsent(record.partitionOfTopic(), partition -> new TreeSet<>())
                            .add(record.offset());
                }
            }
            marked = !handled.isEmpty();
        }
        if (marked) {
            storeHandled();
        }
    }

    private void end(List<IncomingRecord> records) {
        boolean marked;
        synchronized (handled) {
            active -= records.size();
            marked = !handled.isEmpty();
            for (IncomingRecord record : records) {
                handled.computeIfPresent(record.partitionOfTopic(), (partition, offsets) -> {
                    offsets.remove(record.offset());
                    return offsets.isEmpty() ? null : offsets;
                });
            }
        }
        if (marked) {
            storeHandled();
        }
    }

    private void storeHandled() {
        storing.lock();
        try {
            Map<TopicPartition, PartitionMark> changed = new HashMap<>();
            synchronized (handled) {
                marks.replaceAll((partition, mark) -> {
                    PartitionMark now = mark.handling(handled.getOrDefault(partition, Set.of()), active == 1);
                    if (!now.equals(mark)) {
                        changed.put(partition, now);
                    }
                    return now;
                });
            }
            write(changed);
        } finally {
            storing.unlock();
        }
    }

    private Map<TopicPartition, PartitionMark> of(Set<TopicPartition> partitions) {
        Map<TopicPartition, PartitionMark> some = new HashMap<>(marks);
        some.keySet().retainAll(partitions);
        return some;
    }

    private void write(Map<TopicPartition, PartitionMark> changed) {
        Map<String, Map<TopicPartition, PartitionMark>> byGroup = new HashMap<>();
        changed.forEach((partition, mark) -> byGroup.computeIfAbsent(
                        groups.getOrDefault(partition, ""), group -> new HashMap<>())
                .put(partition, mark));
        byGroup.forEach((group, some) -> {
            try {
                store(group).write(some);
            } catch (KafkaException e) {
                LOG.warnf("marks of partitions not stored: partitions=%s error=%s", some.keySet(), e.getMessage());
            }
        });
    }

    /** Called with the lock. */
    private MarkStore store(String group) {
        return stores.computeIfAbsent(group, name -> new MarkStore(kafka, name + "-marks"));
    }

    @PreDestroy
    void stop() {
        revoked(List.copyOf(marks.keySet()));
        storing.lock();
        try {
            stores.values().forEach(MarkStore::close);
            stores.clear();
        } finally {
            storing.unlock();
        }
    }
}
