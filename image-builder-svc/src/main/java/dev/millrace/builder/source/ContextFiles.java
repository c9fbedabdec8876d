package dev.millrace.builder.source;

import dev.millrace.builder.source.lfs.LfsPointer;
import dev.millrace.builder.source.lfs.LfsRefused;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.read.LinkScope;
import dev.millrace.git.read.SpecialFiles;
import dev.millrace.git.read.SpecialFiles.Submodule;
import dev.millrace.git.read.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes folders of commits to disk as a user's checkout has them: with the contents of files in Git LFS and of submodules. */
final class ContextFiles implements AutoCloseable {
    private static final int MAX_DEPTH = 5;

    private final ExternalSources external;

    ContextFiles(ExternalSources external) {
        this.external = external;
    }

    void write(Mirror mirror, CommitId commit, String folder, Path target, long maxBytes) {
        try {
            new Writing(maxBytes).write(new Place(mirror, external.address(), "", 0), commit, folder, target);
        } catch (IOException e) {
            // an interrupt closes a channel; what writes to it afterwards fails in another way
            if (e instanceof ClosedChannelException || Thread.currentThread().isInterrupted()) {
                throw new UncheckedIOException("writing the files of the commit was interrupted", e);
            }
            throw new SourceUnusable(e);
        } catch (LfsRefused e) {
            throw new SourceUnusable(e);
        }
    }

    /**
     * A repository whose files are written.
     *
     * @param prefix the path of the repository in the outermost one, empty or with a slash at its end
     * @param depth 0 for the outermost one
     */
    private record Place(Mirror mirror, URI address, String prefix, int depth) {}

    /** One context, whose files together are bounded. */
    private final class Writing {
        private long bytesLeft;

        Writing(long maxBytes) {
            this.bytesLeft = maxBytes;
        }

        void write(Place place, CommitId commit, String folder, Path target) throws IOException {
            Tree tree = place.mirror().tree(commit);
            bytesLeft -= tree.checkOut(folder, target, bytesLeft, LinkScope.REPOSITORY);
            SpecialFiles special = tree.specialFiles(folder);
            if (place.depth() == 0) {
                replacePointers(special, folder, target);
            } else {
                refusePointers(place, special);
            }
            for (Submodule submodule : special.submodules()) {
                submodule(place, submodule, relative(folder, submodule.path(), target));
            }
        }

        private void replacePointers(SpecialFiles special, String folder, Path target) throws IOException {
            Map<String, LfsPointer> pointers = pointers(special);
            for (Map.Entry<String, LfsPointer> pointer : pointers.entrySet()) {
                bytesLeft -= pointer.getValue().size();
                if (bytesLeft < 0) {
                    throw new SourceUnusable("the file " + pointer.getKey() + " in Git LFS has "
                            + pointer.getValue().size() + " bytes and exceeds the limit of the build context");
                }
            }
            Map<String, Path> targets = new TreeMap<>();
            for (String path : pointers.keySet()) {
                targets.put(path, relative(folder, path, target));
            }
            external.lfs().fetch(pointers, targets);
        }

        /** Credentials and places are known for the outermost repository only. */
        private void refusePointers(Place place, SpecialFiles special) {
            pointers(special).keySet().stream().findFirst().ifPresent(path -> {
                throw new SourceUnusable("the file " + place.prefix() + path
                        + " is in Git LFS, which is not fetched for submodules; remove the submodule or the file");
            });
        }

        private void submodule(Place parent, Submodule submodule, Path target) throws IOException {
            String path = parent.prefix() + submodule.path();
            if (parent.depth() == MAX_DEPTH) {
                throw new SourceUnusable(
                        "the submodule " + path + ": submodules are nested more than " + MAX_DEPTH + " deep");
            }
            MirrorHolder holder = external.submodule(path, submodule.url(), parent.address());
            CommitId commit = new CommitId(submodule.commit());
            if (!holder.mirror().contains(commit)) {
                holder.fetchAll();
            }
            if (!holder.mirror().contains(commit)) {
                throw new SourceUnusable("the submodule " + path + ": its repository " + holder.id() + " has no commit "
                        + commit.shortForm() + " on a branch or tag; push it there");
            }
            write(new Place(holder.mirror(), holder.url(), path + "/", parent.depth() + 1), commit, "", target);
        }
    }

    private static Map<String, LfsPointer> pointers(SpecialFiles special) {
        Map<String, LfsPointer> pointers = new TreeMap<>();
        special.lfs().forEach((path, content) -> LfsPointer.parse(path, content)
                .ifPresent(pointer -> pointers.put(path, pointer)));
        return pointers;
    }

    /** The place on disk of a path of the repository, when a folder of it is written to a target. */
    private static Path relative(String folder, String path, Path target) throws IOException {
        if (path.equals(folder) || folder.startsWith(path + "/")) {
            throw new IOException("the context " + folder + " is in the submodule " + path
                    + ", which can't be built from here; choose a folder above it");
        }
        return target.resolve(folder.isEmpty() ? path : path.substring(folder.length() + 1));
    }

    @Override
    public void close() {
        external.close();
    }
}
