package dev.millrace.cluster.record;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Base64;
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
 * Keeps records: per application one Secret that is its index, and immutable ones that are its chunks. Chunks are there before an index names
 * them and go after none does, so a reader either finds a whole record or learns that a newer one is there.
 *
 * <p>All methods throw {@link RecordsUnavailable} while the API server is away.
 */
public final class RecordStore {
    /** Label on all Secrets of a record: the Application's uid. */
    public static final String RECORD = "millrace.dev/record";

    /** Label that tells {@link #INDEX} from chunks. */
    public static final String PART = "millrace.dev/record-part";

    public static final String INDEX = "index";

    private static final String CHUNK = "chunk";
    private static final String TYPE = "millrace.dev/record";
    private static final String CONTENT = "content";
    private static final int TRIES = 5;

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Map<String, byte[]>> chunkCache = new ConcurrentHashMap<>();

    public RecordStore(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** The application's record; never {@link ReadOutcome.Outdated}. */
    public ReadOutcome load(String applicationUid) {
        return asking("reading the record of application " + applicationUid, () -> {
            for (int tries = 1; true; tries++) {
                Secret index = secret(indexName(applicationUid));
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

    /** The uids of all applications that have a record. */
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

    /** The record that an index leads to, for whoever watches the indexes. */
    public ReadOutcome read(Secret index) {
        String uid = applicationUid(index);
        byte[] content = content(index);
        List<String> names = List.of();
        try {
            names = RecordCodec.chunksOf(content);
            List<String> needed = names;
            Optional<Map<String, byte[]>> chunks =
                    asking("reading the record of application " + uid, () -> chunks(uid, needed));
            if (chunks.isEmpty()) {
                return new ReadOutcome.Outdated();
            }
            AppliedRecord record = RecordCodec.decode(content, chunks.get());
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
     * @param expected the version that it replaces; empty if there should be none
     */
    public SaveOutcome save(AppliedRecord record, Optional<RecordVersion> expected) {
        String uid = record.applicationUid();
        RecordCodec.Encoded encoded = RecordCodec.encode(record);
        Set<String> before = expected.map(RecordVersion::chunks).orElse(Set.of());
        return asking("recording what was applied for " + record.application(), () -> {
            encoded.chunks().forEach((name, piece) -> {
                if (!before.contains(name)) {
                    createChunk(uid, name, piece);
                }
            });
            Optional<Secret> index = writeIndex(uid, encoded.index(), expected);
            if (index.isEmpty()) {
                return new SaveOutcome.Conflict(
                        "somebody else has written the record of " + record.application() + " meanwhile");
            }
            Set<String> now = encoded.chunks().keySet();
            before.stream().filter(name -> !now.contains(name)).forEach(name -> delete(chunkName(uid, name)));
            chunkCache.put(uid, encoded.chunks());
            return new SaveOutcome.Saved(versionOf(index.get(), now));
        });
    }

    /** Deletes chunks that the record doesn't name: left behind by whoever was ended between two writes. */
    public void sweep(StoredRecord stored) {
        String uid = stored.record().applicationUid();
        asking("tidying records", () -> {
            client
                    .secrets()
                    .inNamespace(namespace)
                    .withLabel(RECORD, uid)
                    .withLabel(PART, CHUNK)
                    .list()
                    .getItems()
                    .stream()
                    .map(chunk -> chunk.getMetadata().getName())
                    .filter(name -> stored.version().chunks().stream()
                            .noneMatch(known -> chunkName(uid, known).equals(name)))
                    .forEach(this::delete);
            return uid;
        });
    }

    /** Forgets the application: index first. */
    public void delete(StoredRecord stored) {
        String uid = stored.record().applicationUid();
        asking("deleting the record of application " + uid, () -> {
            delete(indexName(uid));
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
                Secret chunk = secret(chunkName(uid, name));
                if (chunk == null) {
                    return Optional.empty();
                }
                piece = content(chunk);
            }
            chunks.put(name, piece);
        }
        chunkCache.put(uid, Map.copyOf(chunks));
        return Optional.of(chunks);
    }

    private void createChunk(String uid, String name, byte[] piece) {
        Secret chunk = secretWith(uid, chunkName(uid, name), CHUNK, piece);
        chunk.setImmutable(true);
        try {
            client.secrets().inNamespace(namespace).resource(chunk).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            // Its name is its content: what is there is what we would have written.
        }
    }

    private Optional<Secret> writeIndex(String uid, byte[] content, Optional<RecordVersion> expected) {
        Secret index = secretWith(uid, indexName(uid), INDEX, content);
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

    private static Secret secretWith(String uid, String name, String part, byte[] content) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of(RECORD, uid, PART, part))
                .endMetadata()
                .withType(TYPE)
                .withData(Map.of(CONTENT, Base64.getEncoder().encodeToString(content)))
                .build();
    }

    private @Nullable Secret secret(String name) {
        return client.secrets().inNamespace(namespace).withName(name).get();
    }

    private void delete(String name) {
        client.secrets().inNamespace(namespace).withName(name).delete();
    }

    private static byte[] content(Secret secret) {
        return Base64.getDecoder().decode(secret.getData().getOrDefault(CONTENT, ""));
    }

    /** The uid of the application that an index, or a chunk, belongs to. */
    public static String applicationUid(Secret part) {
        return part.getMetadata().getLabels().getOrDefault(RECORD, "");
    }

    private static RecordVersion versionOf(Secret index, Collection<String> chunks) {
        return new RecordVersion(index.getMetadata().getResourceVersion(), Set.copyOf(chunks));
    }

    private static String indexName(String uid) {
        return "millrace-" + uid;
    }

    private static String chunkName(String uid, String name) {
        return "millrace-" + uid + "-" + name;
    }

    private static <T> T asking(String doing, Supplier<T> work) {
        try {
            return work.get();
        } catch (KubernetesClientException e) {
            throw new RecordsUnavailable(doing, e);
        }
    }
}
