package dev.millrace.git.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/**
 * The files below a directory that have their content elsewhere. Paths are those of the repository.
 *
 * @param lfs the small files with the attribute {@code filter=lfs}, with their content, which is a pointer unless the file was committed without Git LFS
 * @param submodules the submodules
 */
public record SpecialFiles(Map<String, byte[]> lfs, List<Submodule> submodules) {
    /** The specification's limit of a pointer is 1,023 bytes. */
    private static final int MAX_POINTER_BYTES = 1_023;

    private static final int MAX_MODULES_BYTES = 1 << 20;
    private static final String MODULES = ".gitmodules";

    /**
     * A submodule.
     *
     * @param commit the id of its commit
     * @param url its address in {@code .gitmodules}, which may be relative to that of its parent; absent if there is none
     */
    public record Submodule(String path, String commit, Optional<String> url) {}

    public SpecialFiles {
        lfs = Map.copyOf(lfs);
        submodules = List.copyOf(submodules);
    }

    static SpecialFiles below(String directory, Repository repository, RevTree root) throws IOException {
        Map<String, byte[]> lfs = new HashMap<>();
        List<Submodule> submodules = new ArrayList<>();
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(repository, reader)) {
            Map<String, String> urls = urls(reader, root);
            walk.setAttributesNodeProvider(repository.createAttributesNodeProvider());
            walk.setOperationType(TreeWalk.OperationType.CHECKOUT_OP);
            walk.addTree(root);
            walk.setRecursive(true);
            if (!directory.isEmpty()) {
                walk.setFilter(PathFilter.create(directory));
            }
            while (walk.next()) {
                String path = walk.getPathString();
                Tree.Kind kind = Tree.kind(walk.getFileMode(0));
                if (kind == Tree.Kind.SUBMODULE) {
                    submodules.add(
                            new Submodule(path, walk.getObjectId(0).name(), Optional.ofNullable(urls.get(path))));
                } else if (Tree.isFile(kind) && hasLfsFilter(walk)) {
                    var loader = reader.open(walk.getObjectId(0), Constants.OBJ_BLOB);
                    if (loader.getSize() <= MAX_POINTER_BYTES) {
                        lfs.put(path, loader.getCachedBytes());
                    }
                }
            }
        }
        return new SpecialFiles(lfs, submodules);
    }

    private static boolean hasLfsFilter(TreeWalk walk) {
        Attribute filter = walk.getAttributes().get("filter");
        return filter != null && "lfs".equals(filter.getValue());
    }

    private static Map<String, String> urls(ObjectReader reader, RevTree root) throws IOException {
        Map<String, String> urls = new HashMap<>();
        try (TreeWalk file = TreeWalk.forPath(reader, MODULES, root)) {
            if (file == null || !Tree.isFile(Tree.kind(file.getFileMode(0)))) {
                return urls;
            }
            Config modules = new Config();
            modules.fromText(new String(
                    reader.open(file.getObjectId(0), Constants.OBJ_BLOB).getCachedBytes(MAX_MODULES_BYTES),
                    StandardCharsets.UTF_8));
            for (String name : modules.getSubsections("submodule")) {
                String path = modules.getString("submodule", name, "path");
                String url = modules.getString("submodule", name, "url");
                if (path != null && url != null) {
                    urls.put(path, url);
                }
            }
            return urls;
        } catch (ConfigInvalidException e) {
            throw new IOException("not a valid " + MODULES + ": " + e.getMessage(), e);
        }
    }
}
