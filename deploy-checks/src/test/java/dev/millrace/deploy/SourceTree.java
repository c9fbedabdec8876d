package dev.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Access to the files of the source tree. */
final class SourceTree {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final List<String> SERVICES = List.of("image-builder", "manifest-updater", "sync-agent", "drift-detector");

    private SourceTree() {}

    static Path file(String path) {
        return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("docker-compose.yml")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not started inside the source tree of Millrace"))
                .resolve(path);
    }

    static String read(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path, e);
        }
    }

    /** The files below a folder with this ending, relative to the root. */
    static List<String> below(String folder, String end) {
        Path root = file("");
        try (Stream<Path> files = Files.walk(file(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(path -> path.endsWith(end))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + folder, e);
        }
    }

    /** The documents of a YAML text, parsed as by an API server. */
    static List<JsonNode> documents(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setAllowDuplicateKeys(false).build();
        return StreamSupport.stream(new Load(settings).loadAllFromString(yaml).spliterator(), false)
                .<JsonNode>map(JSON::valueToTree)
                .filter(node -> !node.isNull())
                .toList();
    }
}
