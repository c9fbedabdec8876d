package dev.millrace.cluster.record;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts of a record as Secrets. */
final class RecordSecrets {
    static final String CHUNK = "chunk";

    private static final String TYPE = "millrace.dev/record";
    private static final String CONTENT = "content";
    private static final long PAGE = 500;

    private RecordSecrets() {}

    /** @param chunks the chunks that are stored in the index itself */
    static Secret index(String uid, byte[] content, Map<String, byte[]> chunks) {
        Map<String, byte[]> data = new HashMap<>(chunks);
        data.put(CONTENT, content);
        return secret(uid, indexName(uid), RecordStore.INDEX, data);
    }

    static Secret chunk(String uid, String name, byte[] piece) {
        Secret chunk = secret(uid, chunkName(uid, name), CHUNK, Map.of(CONTENT, piece));
        chunk.setImmutable(true);
        return chunk;
    }

    private static Secret secret(String uid, String name, String part, Map<String, byte[]> data) {
        Map<String, String> encoded = new HashMap<>();
        data.forEach((key, bytes) -> encoded.put(key, Base64.getEncoder().encodeToString(bytes)));
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of(RecordStore.RECORD, uid, RecordStore.PART, part))
                .endMetadata()
                .withType(TYPE)
                .withData(encoded)
                .build();
    }

    /** Returns the content of an index or a chunk. */
    static byte[] content(Secret secret) {
        return Base64.getDecoder().decode(secret.getData().getOrDefault(CONTENT, ""));
    }

    /** Returns the chunks that are stored in the index itself, by name. */
    static Map<String, byte[]> within(Secret index) {
        Map<String, byte[]> chunks = new HashMap<>();
        index.getData().forEach((name, piece) -> {
            if (!name.equals(CONTENT)) {
                chunks.put(name, Base64.getDecoder().decode(piece));
            }
        });
        return chunks;
    }

    static boolean isIndex(Secret part) {
        return RecordStore.INDEX.equals(part.getMetadata().getLabels().get(RecordStore.PART));
    }

    static String indexName(String uid) {
        return "millrace-" + uid;
    }

    static String chunkName(String uid, String name) {
        return "millrace-" + uid + "-" + name;
    }

    /** Returns the chunk's name, without the record's prefix. */
    static String name(String uid, Secret chunk) {
        return chunk.getMetadata().getName().substring(chunkName(uid, "").length());
    }

    /** Returns the parts of all records. */
    static List<Secret> all(KubernetesClient client, String namespace) {
        List<Secret> parts = new ArrayList<>();
        ListOptions page = new ListOptionsBuilder().withLimit(PAGE).build();
        do {
            SecretList some = client.secrets()
                    .inNamespace(namespace)
                    .withLabel(RecordStore.RECORD)
                    .list(page);
            parts.addAll(some.getItems());
            page.setContinue(some.getMetadata().getContinue());
        } while (page.getContinue() != null && !page.getContinue().isEmpty());
        return parts;
    }
}
