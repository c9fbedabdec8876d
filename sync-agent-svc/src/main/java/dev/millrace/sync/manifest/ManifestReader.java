package dev.millrace.sync.manifest;

import dev.millrace.events.value.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads YAML and JSON files. Each document stands alone: the text is cut at the {@code ---} lines before it is parsed. */
public final class ManifestReader {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new KubernetesSchema())
            .setUseMarks(true)
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(100)
            .build();

    private ManifestReader() {}

    /** All objects of a file, with lists ({@code kind: List}) taken apart. */
    public static Manifests read(String file, String text) {
        Manifests all = Manifests.NONE;
        for (Document document : Document.split(text)) {
            all = all.and(read(file, document));
        }
        return all;
    }

    /** All objects of a text that no one wrote: failures name the place it was made from, without a line. */
    public static Manifests readRendered(String madeFrom, String text) {
        Manifests read = read(madeFrom, text);
        return new Manifests(
                read.objects().stream()
                        .map(o -> new Manifest(o.ref(), o.content(), new Origin(madeFrom, 0)))
                        .toList(),
                read.unreadable().stream()
                        .map(u -> new Unreadable(new Origin(madeFrom, 0), u.reason()))
                        .toList());
    }

    private static Manifests read(String file, Document document) {
        try {
            Optional<Node> node = new Compose(SETTINGS).composeString(document.text());
            if (node.isEmpty()) {
                return Manifests.NONE;
            }
            int line = document.firstLine()
                    + node.get().getStartMark().map(Mark::getLine).orElse(0);
            Object value = new StandardConstructor(SETTINGS).constructSingleDocument(node);
            return objects(value, new Origin(file, line));
        } catch (MarkedYamlEngineException e) {
            int line =
                    document.firstLine() + e.getProblemMark().map(Mark::getLine).orElse(0);
            return Manifests.unreadable(new Origin(file, line), "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException | KubernetesSchema.ImpossibleNumber e) {
            return Manifests.unreadable(
                    new Origin(file, document.firstLine()), "not valid YAML: " + firstLine(e.getMessage()));
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "it can't be read"
                : message.lines().findFirst().orElse("it can't be read");
    }

    private static Manifests objects(@Nullable Object value, Origin origin) {
        if (value == null) {
            return Manifests.NONE;
        }
        if (!(value instanceof Map<?, ?>)) {
            return Manifests.unreadable(origin, "no Kubernetes object: not a mapping");
        }
        Map<String, Object> content = textKeys(value);
        if (String.valueOf(content.get("kind")).endsWith("List") && content.get("items") instanceof List<?> items) {
            Manifests all = Manifests.NONE;
            for (Object item : items) {
                all = all.and(objects(item, origin));
            }
            return all;
        }
        return object(content, origin);
    }

    private static Manifests object(Map<String, Object> content, Origin origin) {
        if (!(content.get("apiVersion") instanceof String apiVersion) || apiVersion.isBlank()) {
            return Manifests.unreadable(origin, "no Kubernetes object: it has no apiVersion");
        }
        if (!(content.get("kind") instanceof String kind) || kind.isBlank()) {
            return Manifests.unreadable(origin, "no Kubernetes object: it has no kind");
        }
        if (!(Content.at(content, "metadata", "name") instanceof String name) || name.isBlank()) {
            boolean generated = Content.at(content, "metadata", "generateName") != null;
            return Manifests.unreadable(
                    origin,
                    kind + (generated ? " with generateName: it needs a fixed name" : " without metadata.name"));
        }
        Optional<String> namespace =
                Content.at(content, "metadata", "namespace") instanceof String text && !text.isBlank()
                        ? Optional.of(text)
                        : Optional.empty();
        Map<String, Object> stored = Secrets.withoutStringData(kind, apiVersion, withoutStatus(content));
        return new Manifests(
                List.of(new Manifest(new ObjectRef(apiVersion, kind, namespace, name), stored, origin)), List.of());
    }

    /** What the cluster says about an object is nothing that a file can want. */
    private static Map<String, Object> withoutStatus(Map<String, Object> content) {
        Map<String, Object> copy = new LinkedHashMap<>(content);
        copy.remove("status");
        Map<String, Object> metadata = new LinkedHashMap<>(Content.map(content.get("metadata")));
        List.of("creationTimestamp", "managedFields", "resourceVersion", "uid", "generation", "selfLink")
                .forEach(metadata::remove);
        copy.put("metadata", metadata);
        return copy;
    }

    private static Map<String, Object> textKeys(Object value) {
        return Content.map(withTextKeys(value));
    }

    private static @Nullable Object withTextKeys(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, child) -> copy.put(String.valueOf(key), withTextKeys(child)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(child -> copy.add(withTextKeys(child)));
            return copy;
        }
        return value;
    }
}
