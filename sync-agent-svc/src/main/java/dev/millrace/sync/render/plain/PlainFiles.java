package dev.millrace.sync.render.plain;

import dev.millrace.cluster.application.render.PlainSpec;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.source.ReadSet;
import java.util.List;

/** Reads directories of YAML and JSON files. */
public final class PlainFiles {
    private final Bounds bounds;
    private final FileCache cache;

    /** @param maxBytes the limit in bytes of stored results */
    public PlainFiles(Bounds bounds, long maxBytes) {
        this.bounds = bounds;
        this.cache = new FileCache(maxBytes);
    }

    /**
     * The files to read, and how to read them.
     *
     * @param scalars equal instances have the same effect on each text
     */
    record Query(String root, PlainSpec spec, Selection selection, Scalars scalars) {
        String relative(String path) {
            return root.isEmpty() ? path : path.substring(root.length() + 1);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Query query
                    && root.equals(query.root)
                    && spec.equals(query.spec)
                    && scalars.equals(query.scalars);
        }

        @Override
        public int hashCode() {
            return root.hashCode() + 31 * spec.hashCode();
        }
    }

    /** The result of reading a directory. */
    public sealed interface Outcome {
        record Read(Manifests manifests) implements Outcome {}

        /** @param isTransient true if another try may succeed */
        record TooMuch(String reason, boolean isTransient) implements Outcome {}
    }

    /** Reads the objects of a directory. Every read is recorded with the tree. */
    public Outcome read(ReadSet.Recorder tree, String directory, PlainSpec spec, Scalars scalars) {
        Query query = new Query(directory, spec, Selection.of(spec), scalars);
        DirectoryContent found = new DirectoryContent();
        try {
            new DirectoryReader(tree.unrecorded(), query, bounds, cache)
                    .directory(directory, tree.list(directory).orElse(List.of()), 0, found);
            return new Outcome.Read(found.manifests());
        } catch (DirectoryReader.TooMuch e) {
            return new Outcome.TooMuch(e.reason(), e.isTransient());
        } finally {
            tree.note(found.readSet);
        }
    }
}
