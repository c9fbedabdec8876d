package dev.millrace.git.read;

import dev.millrace.git.RepositoryCorruption;
import dev.millrace.git.read.Tree.Blob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Lists and reads many files of a tree at once. */
final class Blobs {
    private static final int MIN_FILES_TO_SPLIT = 64;

    private final Repository repository;
    private final RepositoryCorruption corruption;

    Blobs(Repository repository, RepositoryCorruption corruption) {
        this.repository = repository;
        this.corruption = corruption;
    }

    List<Blob> in(RevTree root) {
        List<Blob> blobs = new ArrayList<>();
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(root);
            walk.setRecursive(true);
            while (walk.next()) {
                if (Tree.isFile(Tree.kind(walk.getFileMode(0)))) {
                    blobs.add(new Blob(walk.getPathString(), walk.getObjectId(0).name()));
                }
            }
        } catch (IOException e) {
            throw corruption.unreadable("reading the root in the mirror", e);
        }
        return blobs;
    }

    /** The content, unless it is larger. The size is read first: an object that is opened may be inflated at once. */
    static Optional<byte[]> read(ObjectReader reader, ObjectId blob, long maxBytes) throws IOException {
        return reader.getObjectSize(blob, Constants.OBJ_BLOB) > maxBytes
                ? Optional.empty()
                : Optional.of(reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(Integer.MAX_VALUE));
    }

    /** Splits the files into as many parts as there are processors; a few files are not split. */
    void read(List<Blob> blobs, long maxBytes, BiConsumer<Blob, byte[]> visitor) {
        int parts = blobs.size() < MIN_FILES_TO_SPLIT ? 1 : Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> blobs.subList(blobs.size() * part / parts, blobs.size() * (part + 1) / parts))
                .forEach(some -> readSome(some, maxBytes, visitor));
    }

    private void readSome(List<Blob> blobs, long maxBytes, BiConsumer<Blob, byte[]> visitor) {
        try (ObjectReader reader = repository.newObjectReader()) {
            for (Blob blob : blobs) {
                read(reader, ObjectId.fromString(blob.id()), maxBytes)
                        .ifPresent(content -> visitor.accept(blob, content));
            }
        } catch (IOException e) {
            throw corruption.unreadable("reading " + blobs.getFirst().path() + " in the mirror", e);
        }
    }
}
