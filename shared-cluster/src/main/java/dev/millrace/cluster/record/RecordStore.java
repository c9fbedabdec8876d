package dev.millrace.cluster.record;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores records: per application one Secret that is its index, and immutable ones that are its chunks. Chunks are written before an index names
 * them and deleted after none does, so a reader either gets a complete record or learns that a newer one exists. The chunks of a small record are
 * stored in the index itself: one write, and one read.
 *
 * <p>All methods throw {@link RecordsUnavailable} while the API server is unavailable.
 */
public final class RecordStore {
    /** Label on all Secrets of a record: the Application's uid. */
    public static final String RECORD = "millrace.dev/record";

    /** Label that distinguishes {@link #INDEX} from chunks. */
    public static final String PART = "millrace.dev/record-part";

    public static final String INDEX = "index";

    private static final int TRIES = 5;

    /** The total bytes of chunks up to which a record is small. */
    private static final int SMALL = 16 << 10;

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Map<String, byte[]>> chunkCache = new ConcurrentHashMap<>();

    public RecordStore(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Returns the application's record; never {@link ReadOutcome.Outdated}. */
    public ReadOutcome load(String applicationUid) {
        return asking("reading the record of application " + applicationUid, () -> {
            for (int tries = 1; true; tries++) {
                Secret index = secret(RecordSecrets.indexName(applicationUid));
                if (index == null) {
                    return new ReadOutcome.Absent();
                }
                ReadOutcome outcome = read(index);
                if (!(outcome instanceof ReadOutcome.Outdated)) {
                    return outcome;
                }
                if (tries == TRIES) {
                    return new ReadOutcome.Damaged("chunks that it names are missing", versionOf(index, List.of()));
                }
            }
        });
    }

    /** Returns the uids of all applications that have a record. */
    public List<String> applicationUids() {
        return asking(
                "listing records",
                () ->
                        client
                                .secrets()
                                .inNamespace(namespace)
                                .withLabel(RECORD)
                                .withLabel(PART, INDEX)
                                .list()
                                .getItems()
                                .stream()
                                .map(RecordStore::applicationUid)
                                .toList());
    }

    /**
     * Returns all records, by the application's uid, from one list of the namespace. Chunks that no record names are deleted. A record that is
     * written at the same time may be missing.
     */
    public Map<String, ReadOutcome> loadAll() {
        Map<String, List<Secret>> chunks = new HashMap<>();
        List<Secret> indexes = new ArrayList<>();
        for (Secret part : asking("reading all records", () -> RecordSecrets.all(client, namespace))) {
            if (RecordSecrets.isIndex(part)) {
                indexes.add(part);
            } else {
                chunks.computeIfAbsent(applicationUid(part), uid -> new ArrayList<>())
                        .add(part);
            }
        }
        Map<String, ReadOutcome> records = new HashMap<>();
        for (Secret index : indexes) {
            String uid = applicationUid(index);
            records.put(uid, read(index, chunks.getOrDefault(uid, List.of())));
        }
        return records;
    }

    private ReadOutcome read(Secret index, List<Secret> chunks) {
        String uid = applicationUid(index);
        Map<String, byte[]> pieces = new HashMap<>();
        chunks.forEach(chunk -> pieces.put(RecordSecrets.name(uid, chunk), RecordSecrets.content(chunk)));
        remember(uid, pieces);
        ReadOutcome outcome = read(index);
        if (outcome instanceof ReadOutcome.Found(StoredRecord stored)) {
            sweep(stored, chunks);
        }
        return outcome;
    }

    /** Returns the record of an index, for clients that watch the indexes. */
    public ReadOutcome read(Secret index) {
        String uid = applicationUid(index);
        byte[] content = RecordSecrets.content(index);
        List<String> names = List.of();
        try {
            Map<String, byte[]> chunks = RecordSecrets.within(index);
            names = RecordCodec.chunksOf(content).stream()
                    .filter(name -> !chunks.containsKey(name))
                    .toList();
            List<String> needed = names;
            Optional<Map<String, byte[]>> apart =
                    asking("reading the record of application " + uid, () -> chunks(uid, needed));
            if (apart.isEmpty()) {
                return new ReadOutcome.Outdated();
            }
            chunks.putAll(apart.get());
            AppliedRecord record = RecordCodec.decode(content, chunks);
            return new ReadOutcome.Found(new StoredRecord(record, versionOf(index, names)));
        } catch (IOException | IllegalArgumentException e) {
            return new ReadOutcome.Damaged(
                    "the record of application " + uid + " can't be read: "
                            + e.getClass().getSimpleName(),
                    versionOf(index, names));
        }
    }

    /**
     * Stores the record.
     *
     * @param expected the version that it replaces; empty if none should exist
     */
    public SaveOutcome save(AppliedRecord record, Optional<RecordVersion> expected) {
        String uid = record.applicationUid();
        RecordCodec.Encoded encoded = RecordCodec.encode(record);
        Set<String> before = expected.map(RecordVersion::chunks).orElse(Set.of());
        boolean small = encoded.chunks().values().stream()
                        .mapToInt(piece -> piece.length)
                        .sum()
                <= SMALL;
        Map<String, byte[]> within = small ? encoded.chunks() : Map.of();
        Map<String, byte[]> apart = small ? Map.of() : encoded.chunks();
        return asking("recording what was applied for " + record.application(), () -> {
            apart.forEach((name, piece) -> {
                if (!before.contains(name)) {
                    createChunk(uid, name, piece);
                }
            });
            Optional<Secret> index = writeIndex(uid, encoded.index(), within, expected);
            if (index.isEmpty()) {
                return new SaveOutcome.Conflict(
                        "another writer has replaced the record of " + record.application() + " meanwhile");
            }
            Set<String> now = apart.keySet();
            before.stream()
                    .filter(name -> !now.contains(name))
                    .forEach(name -> delete(RecordSecrets.chunkName(uid, name)));
            remember(uid, apart);
            return new SaveOutcome.Saved(versionOf(index.get(), now));
        });
    }

    /** Deletes chunks that the record doesn't name: they remain when a writer ends between two writes. */
    public void sweep(StoredRecord stored) {
        String uid = stored.record().applicationUid();
        sweep(stored, asking("listing the Secrets that are left of records", () -> client.secrets()
                .inNamespace(namespace)
                .withLabel(RECORD, uid)
                .withLabel(PART, RecordSecrets.CHUNK)
                .list()
                .getItems()));
    }

    private void sweep(StoredRecord stored, List<Secret> chunks) {
        String uid = stored.record().applicationUid();
        chunks.stream()
                .filter(chunk -> !stored.version().chunks().contains(RecordSecrets.name(uid, chunk)))
                .forEach(chunk -> asking(
                        "tidying records", () -> delete(chunk.getMetadata().getName())));
    }

    /** Deletes the application's record, the index first. */
    public void delete(StoredRecord stored) {
        String uid = stored.record().applicationUid();
        asking("deleting the record of application " + uid, () -> {
            delete(RecordSecrets.indexName(uid));
            return client.secrets()
                    .inNamespace(namespace)
                    .withLabel(RECORD, uid)
                    .delete();
        });
        chunkCache.remove(uid);
    }

    private Optional<Map<String, byte[]>> chunks(String uid, Collection<String> names) {
        Map<String, byte[]> known = chunkCache.getOrDefault(uid, Map.of());
        Map<String, byte[]> chunks = new HashMap<>();
        for (String name : names) {
            byte[] piece = known.get(name);
            if (piece == null) {
                Secret chunk = secret(RecordSecrets.chunkName(uid, name));
                if (chunk == null) {
                    return Optional.empty();
                }
                piece = RecordSecrets.content(chunk);
            }
            chunks.put(name, piece);
        }
        remember(uid, chunks);
        return Optional.of(chunks);
    }

    private void remember(String uid, Map<String, byte[]> apart) {
        if (apart.isEmpty()) {
            chunkCache.remove(uid);
        } else {
            chunkCache.put(uid, Map.copyOf(apart));
        }
    }

    private void createChunk(String uid, String name, byte[] piece) {
        try {
            client.secrets()
                    .inNamespace(namespace)
                    .resource(RecordSecrets.chunk(uid, name, piece))
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            // the name is derived from the content, so the existing chunk equals ours
        }
    }

    private Optional<Secret> writeIndex(
            String uid, byte[] content, Map<String, byte[]> chunks, Optional<RecordVersion> expected) {
        Secret index = RecordSecrets.index(uid, content, chunks);
        expected.ifPresent(version -> index.getMetadata().setResourceVersion(version.resourceVersion()));
        try {
            Resource<Secret> there = client.secrets().inNamespace(namespace).resource(index);
            return Optional.of(expected.isPresent() ? there.update() : there.create());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private @Nullable Secret secret(String name) {
        return client.secrets().inNamespace(namespace).withName(name).get();
    }

    private boolean delete(String name) {
        return !client.secrets().inNamespace(namespace).withName(name).delete().isEmpty();
    }

    /** Returns the uid of the application that an index, or a chunk, belongs to. */
    public static String applicationUid(Secret part) {
        return part.getMetadata().getLabels().getOrDefault(RECORD, "");
    }

    private static RecordVersion versionOf(Secret index, Collection<String> chunks) {
        return new RecordVersion(index.getMetadata().getResourceVersion(), Set.copyOf(chunks));
    }

    private static <T> T asking(String doing, Supplier<T> work) {
        try {
            return work.get();
        } catch (KubernetesClientException e) {
            throw new RecordsUnavailable(doing, e);
        }
    }
}
