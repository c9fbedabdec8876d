package dev.millrace.sync.health.explain;

import dev.millrace.sync.health.object.Definition;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.manifest.yaml.YamlText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The CustomResourceDefinitions that a user has passed, by group and kind. */
final class Definitions {
    private final Map<String, Object> byKind = new HashMap<>();

    /** @throws IllegalArgumentException if the text can't be read; the message states the line */
    void add(String text) {
        YamlText.read(text, Scalars.AS_WRITTEN, new YamlText.Visitor() {
            @Override
            public void value(int line, Object value, YamlText.Lines lines) {
                byKind.put(
                        Content.at(value, "spec", "group") + "/" + Content.at(value, "spec", "names", "kind"), value);
            }

            @Override
            public void unreadable(int line, String reason) {
                throw new IllegalArgumentException("line " + line + " of the definitions: " + reason);
            }

            @Override
            public void template(int line) {
                unreadable(line, "it is a template");
            }
        });
    }

    boolean declareStatus(String group, String kind, String version) {
        return Definition.declaresStatus(byKind.getOrDefault(group + "/" + kind, List.of()), version);
    }
}
