package dev.millrace.builder.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A configuration as JSON, which is YAML as well. */
record Json(JsonNode root) {

    static Json everyKey() {
        return of(ConfigurationFiles.everyKey());
    }

    static Json of(String yaml) {
        return new Json(
                new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
    }

    /** One file for each value in the configuration, at any depth, with another value in its place. */
    List<String> withEachValueReplacedBy(@Nullable Object other) {
        JsonNode value = other == null ? NullNode.getInstance() : new ObjectMapper().valueToTree(other);
        List<String> files = new ArrayList<>();
        replaceWithin(root, value, changed -> files.add(changed.toString()));
        return files;
    }

    private void replaceWithin(JsonNode node, JsonNode value, Consumer<JsonNode> files) {
        if (node instanceof ObjectNode mapping) {
            for (String key :
                    List.copyOf(mapping.propertyStream().map(e -> e.getKey()).toList())) {
                JsonNode before = mapping.get(key);
                mapping.set(key, value);
                files.accept(root);
                mapping.set(key, before);
                replaceWithin(before, value, files);
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                JsonNode before = list.get(i);
                list.set(i, value);
                files.accept(root);
                list.set(i, before);
                replaceWithin(before, value, files);
            }
        }
    }
}
