package dev.millrace.sync.health.object;

import dev.millrace.sync.manifest.Content;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access to an object's fields, any of which may be absent. */
public record ObjectFacts(GenericKubernetesResource object) {

    /** Returns a number under spec or status. */
    public long number(long otherwise, String... path) {
        return at(path) instanceof Number number ? number.longValue() : otherwise;
    }

    /** Returns a text; empty if there is none. */
    public String text(String... path) {
        return at(path) instanceof String text ? text : "";
    }

    public boolean isTrue(String... path) {
        return Boolean.TRUE.equals(at(path));
    }

    public boolean has(String... path) {
        return at(path) != null;
    }

    /** Returns the JSON value under these keys; null if there is none. */
    public @Nullable Object at(String... path) {
        return Content.at(object.getAdditionalProperties(), path);
    }

    /** Returns the maps in a list. */
    public List<Map<String, Object>> maps(String... path) {
        return at(path) instanceof List<?> list
                ? list.stream().map(Content::map).toList()
                : List.of();
    }

    /** Returns the newest condition of this type in the status. */
    public Optional<Condition> condition(String type) {
        return Condition.in(at("status", "conditions")).stream()
                .filter(condition -> condition.type().equals(type))
                .reduce(Condition::newer);
    }

    public Map<String, String> annotations() {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
    }

    public Map<String, String> labels() {
        return Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
    }

    /** Returns the generation of the spec; 0 if the object has none. */
    public long generation() {
        Long generation = object.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }

    /** Returns the API group; empty for the core group. */
    public String group() {
        String version = object.getApiVersion();
        int slash = version.indexOf('/');
        return slash < 0 ? "" : version.substring(0, slash);
    }

    /** Returns {@code <group>/<kind>}, which is what a kind is. */
    public String groupAndKind() {
        return group() + "/" + object.getKind();
    }
}
