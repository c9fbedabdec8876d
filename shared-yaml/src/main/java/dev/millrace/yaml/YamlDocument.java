package dev.millrace.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** The one document of a configuration file, bounded in size, depth and aliases. */
public final class YamlDocument {
    /** The maximum size of a file; a larger one need not be read. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_DEPTH = 50;
    private static final LoadSettings SETTINGS = settings(20);

    /** The number of aliases is bounded by what they stand for: see {@link MergedKeys}. */
    private static final LoadSettings MERGING = settings(MAX_BYTES);

    private YamlDocument() {}

    /**
     * Returns the value of the document.
     *
     * @param content the bytes of the file; a byte order mark is allowed
     * @param key the key that an empty file needs first
     * @throws InvalidYaml if the file is empty, too large, not UTF-8 or not YAML
     */
    public static Node root(byte[] content, String key) {
        return root(content, key, SETTINGS);
    }

    /**
     * Returns the value of a document in which merge keys ({@code <<}) and any number of aliases are allowed. What they stand for is bounded.
     *
     * @param content the bytes of the file; a byte order mark is allowed
     * @param key the key that an empty file needs first
     * @throws InvalidYaml as {@link #root} does, and if what the aliases stand for is too large
     */
    public static Node rootWithMerges(byte[] content, String key) {
        return MergedKeys.resolve(root(content, key, MERGING), MAX_DEPTH);
    }

    private static LoadSettings settings(int aliases) {
        return LoadSettings.builder()
                .setLabel("the file")
                .setMaxAliasesForCollections(aliases)
                .build();
    }

    private static Node root(byte[] content, String key, LoadSettings settings) {
        return composed(content, text -> new Compose(settings)
                .composeString(text)
                .orElseThrow(() -> new InvalidYaml("the file is empty; add '" + key + "'")));
    }

    /**
     * Returns the values of all documents of a file, such as manifests; none if the file is empty.
     *
     * @param content the bytes of the file; a byte order mark is allowed
     * @throws InvalidYaml if the file is too large, not UTF-8 or not YAML
     */
    public static List<Node> all(byte[] content) {
        return composed(content, text -> {
            List<Node> roots = new ArrayList<>();
            new Compose(SETTINGS).composeAllFromString(text).forEach(roots::add);
            return List.copyOf(roots);
        });
    }

    private static <T> T composed(byte[] content, Function<String, T> composer) {
        String text = text(content);
        try {
            checkDepth(text);
            return composer.apply(text);
        } catch (MarkedYamlEngineException e) {
            throw new InvalidYaml(e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidYaml("not YAML: " + e.getMessage());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The parser throws these for some invalid escapes.
            throw new InvalidYaml("not YAML: " + e.getMessage());
        }
    }

    private static String text(byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new InvalidYaml("larger than " + MAX_BYTES / 1024 + " KiB");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidYaml("not UTF-8");
        }
    }

    /** The parser doesn't recurse, but the composer recurses for each level. */
    private static void checkDepth(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                throw new InvalidYaml(event.getStartMark(), "nested deeper than " + MAX_DEPTH + " levels");
            }
        }
    }
}
