package dev.millrace.drift.record;

import dev.millrace.cluster.record.ReadOutcome;
import dev.millrace.cluster.record.RecordStore;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.messaging.queue.BatchWindow;
import dev.millrace.messaging.queue.KeyedQueues;
import dev.millrace.messaging.queue.Retries;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Watches the indexes of records and reads a record again when its index changes. */
public final class RecordWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RecordWatch.class);
    private static final Retries RETRIES = new Retries(Backoff.DEFAULT);
    private static final int MAX_WAITING = 1000;

    private final RecordStore store;
    private final DeliveryMetrics metrics;
    private final SharedIndexInformer<Secret> informer;
    private final KeyedQueues<Secret> queues = new KeyedQueues<>(MAX_WAITING);
    private final Map<String, IndexedRecord> known = new ConcurrentHashMap<>();
    private final Set<String> read = ConcurrentHashMap.newKeySet();
    private volatile boolean complete;

    public RecordWatch(KubernetesClient client, String namespace, DeliveryMetrics metrics) {
        this.store = new RecordStore(client, namespace);
        this.metrics = metrics;
        this.informer = client.secrets()
                .inNamespace(namespace)
                .withLabel(RecordStore.RECORD)
                .withLabel(RecordStore.PART, RecordStore.INDEX)
                .runnableInformer(0);
    }

    /**
     * Starts watching.
     *
     * @param listener receives the changes of a record, one at a time
     * @param progress runs each time {@link #isComplete} may have become true
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it retries by itself
    public void start(Consumer<RecordChange> listener, Runnable progress) {
        informer.exceptionHandler((started, failure) -> true);
        informer.addEventHandler(new Handler(listener, progress));
        informer.start().thenRun(progress);
    }

    /** The application's record as last read. */
    public Optional<IndexedRecord> of(String applicationUid) {
        return Optional.ofNullable(known.get(applicationUid));
    }

    public Collection<IndexedRecord> all() {
        return List.copyOf(known.values());
    }

    /** Returns true once all records that existed at the start are read. */
    public boolean isComplete() {
        complete = complete || (informer.hasSynced() && isAllRead());
        return complete;
    }

    private boolean isAllRead() {
        List<String> indexes = informer.getStore().listKeys();
        return read.size() >= indexes.size()
                && informer.getStore().list().stream()
                        .map(RecordStore::applicationUid)
                        .allMatch(read::contains);
    }

    /** Returns true while the watch on the API server is open. */
    public boolean isWatching() {
        return informer.isWatching();
    }

    @Override
    public void close() {
        informer.stop();
        queues.close();
    }

    private void read(Secret index, Consumer<RecordChange> listener) {
        String uid = RecordStore.applicationUid(index);
        switch (store.read(index)) {
            case ReadOutcome.Found found ->
                put(uid, Optional.of(IndexedRecord.of(found.stored().record())), listener);
            case ReadOutcome.Absent absent -> put(uid, Optional.empty(), listener);
            case ReadOutcome.Outdated outdated -> LOG.debugf("record outdated: application-uid=%s", uid);
            case ReadOutcome.Damaged damaged -> {
                metrics.failed("record-damaged");
                LOG.errorf(
                        "record damaged, its application is not watched: application-uid=%s error=%s",
                        uid, damaged.reason());
            }
        }
    }

    private void put(String uid, Optional<IndexedRecord> after, Consumer<RecordChange> listener) {
        Optional<IndexedRecord> before =
                Optional.ofNullable(after.isPresent() ? known.put(uid, after.get()) : known.remove(uid));
        if (before.isPresent() || after.isPresent()) {
            listener.accept(new RecordChange(before, after));
        }
    }

    private final class Handler implements ResourceEventHandler<Secret> {
        private final Consumer<RecordChange> listener;
        private final Runnable progress;

        Handler(Consumer<RecordChange> listener, Runnable progress) {
            this.listener = listener;
            this.progress = progress;
        }

        @Override
        public void onAdd(Secret index) {
            submit(index, () -> read(index, listener));
        }

        @Override
        public void onUpdate(Secret before, Secret index) {
            submit(index, () -> read(index, listener));
        }

        @Override
        public void onDelete(Secret index, boolean finalStateUnknown) {
            submit(index, () -> put(RecordStore.applicationUid(index), Optional.empty(), listener));
        }

        @SuppressWarnings("FutureReturnValueIgnored") // an informer can't be slowed down
        private void submit(Secret index, Runnable work) {
            String uid = RecordStore.applicationUid(index);
            queues.submit(uid, index, BatchWindow.NONE, one -> {
                Retries.Ending ending = RETRIES.untilDone(work, (failure, failures) -> {
                    metrics.failed("record-read");
                    LOG.warnf(
                            "record not read, will retry: application-uid=%s tries=%d error=%s",
                            uid, failures, failure.getMessage());
                });
                if (ending instanceof Retries.Ending.Impossible impossible) {
                    metrics.failed("bug");
                    LOG.errorf(
                            impossible.error(),
                            "record not processed, its application is not watched until it changes: application-uid=%s",
                            uid);
                }
                read.add(uid);
                progress.run();
            });
        }
    }
}
