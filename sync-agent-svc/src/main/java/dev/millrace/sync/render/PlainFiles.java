package dev.millrace.sync.render;

import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Origin;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Every YAML and JSON file of a directory and those within it. Names that begin with a dot are left out. */
final class PlainFiles {
    private static final int MOST_BYTES = 8 << 20;

    private PlainFiles() {}

    static Rendering render(ReadSet.Recorder tree, String directory, Scalars scalars) {
        Manifests all = directory(tree, directory, scalars);
        return new Rendering.Rendered(all, tree.readSet());
    }

    private static Manifests directory(SourceTree tree, String directory, Scalars scalars) {
        Manifests all = Manifests.NONE;
        for (SourceTree.Child child : tree.list(directory).orElse(List.of())) {
            String path = SourceTree.within(directory, child.name());
            if (child.name().startsWith(".")) {
                continue;
            }
            all = all.and(
                    switch (child.kind()) {
                        case DIRECTORY -> directory(tree, path, scalars);
                        case FILE -> isManifest(child.name()) ? file(tree, path, scalars) : Manifests.NONE;
                        case OTHER ->
                            isManifest(child.name())
                                    ? Manifests.unreadable(
                                            new Origin(path, 0), "a symbolic link, which is not followed")
                                    : Manifests.NONE;
                        case ABSENT -> Manifests.NONE;
                    });
        }
        return all;
    }

    private static boolean isManifest(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private static Manifests file(SourceTree tree, String path, Scalars scalars) {
        Optional<byte[]> bytes = tree.read(path);
        if (bytes.isEmpty()) {
            throw new IllegalStateException("a file that was listed is in the tree: " + path);
        }
        if (bytes.get().length > MOST_BYTES) {
            return Manifests.unreadable(new Origin(path, 0), "larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.get()))
                    .toString();
            return ManifestReader.read(path, text, scalars);
        } catch (CharacterCodingException e) {
            return Manifests.unreadable(new Origin(path, 0), "not UTF-8");
        }
    }
}
