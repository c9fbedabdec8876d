package dev.millrace.git;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Changes single files of a tree. Only the directories on their paths are read and written, so the cost follows the change and not
 * the tree.
 */
final class TreeEdit {
    private record Slot(FileMode mode, ObjectId id) {}

    private final ObjectReader reader;
    private final ObjectInserter inserter;

    TreeEdit(ObjectReader reader, ObjectInserter inserter) {
        this.reader = reader;
        this.inserter = inserter;
    }

    /**
     * The tree with the changes made.
     *
     * @param root the tree to start from; the zero id for none
     * @param changes blob by path; empty for a file that goes
     */
    ObjectId apply(ObjectId root, Map<String, Optional<ObjectId>> changes) throws IOException {
        return edit(root, "", new TreeMap<>(changes)).orElseGet(() -> emptyTree());
    }

    private ObjectId emptyTree() {
        try {
            return inserter.insert(new TreeFormatter());
        } catch (IOException e) {
            throw new GitUnavailable("writing an empty tree", e);
        }
    }

    private Optional<ObjectId> edit(ObjectId tree, String at, SortedMap<String, Optional<ObjectId>> changes)
            throws IOException {
        // Git orders a directory as if its name ended in a slash; keys here do.
        SortedMap<String, Slot> slots = read(tree);
        SortedMap<String, SortedMap<String, Optional<ObjectId>>> below = new TreeMap<>();
        for (Map.Entry<String, Optional<ObjectId>> change : changes.entrySet()) {
            String path = change.getKey();
            int slash = path.indexOf('/');
            if (slash < 0) {
                change(slots, at, path, change.getValue());
            } else {
                below.computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
                        .put(path.substring(slash + 1), change.getValue());
            }
        }
        for (Map.Entry<String, SortedMap<String, Optional<ObjectId>>> directory : below.entrySet()) {
            descend(slots, at, directory.getKey(), directory.getValue());
        }
        return slots.isEmpty() ? Optional.empty() : Optional.of(write(slots));
    }

    private static void change(SortedMap<String, Slot> slots, String at, String name, Optional<ObjectId> blob) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.equalsIgnoreCase(".git")) {
            throw new IllegalArgumentException("not a path that Git can hold: " + at + name);
        }
        Slot old = slots.get(name);
        if (old != null && old.mode() != FileMode.REGULAR_FILE && old.mode() != FileMode.EXECUTABLE_FILE) {
            throw new IllegalArgumentException("not a regular file: " + at + name);
        }
        if (slots.containsKey(name + "/")) {
            throw new IllegalArgumentException("a directory, not a file: " + at + name);
        }
        if (blob.isPresent()) {
            slots.put(name, new Slot(old == null ? FileMode.REGULAR_FILE : old.mode(), blob.get()));
        } else {
            slots.remove(name);
        }
    }

    private void descend(
            SortedMap<String, Slot> slots, String at, String name, SortedMap<String, Optional<ObjectId>> changes)
            throws IOException {
        if (slots.containsKey(name)) {
            throw new IllegalArgumentException("a file or link, not a directory: " + at + name);
        }
        Slot old = slots.get(name + "/");
        ObjectId tree = old == null ? ObjectId.zeroId() : old.id();
        Optional<ObjectId> edited = edit(tree, at + name + "/", changes);
        if (edited.isPresent()) {
            slots.put(name + "/", new Slot(FileMode.TREE, edited.get()));
        } else {
            slots.remove(name + "/");
        }
    }

    private SortedMap<String, Slot> read(ObjectId tree) throws IOException {
        TreeMap<String, Slot> slots = new TreeMap<>();
        if (tree.equals(ObjectId.zeroId())) {
            return slots;
        }
        CanonicalTreeParser parser = new CanonicalTreeParser();
        for (parser.reset(reader, tree); !parser.eof(); parser.next()) {
            boolean directory = parser.getEntryFileMode() == FileMode.TREE;
            slots.put(
                    parser.getEntryPathString() + (directory ? "/" : ""),
                    new Slot(parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
        return slots;
    }

    private ObjectId write(SortedMap<String, Slot> slots) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        slots.entrySet().stream()
                .sorted((a, b) -> compare(a.getKey(), b.getKey()))
                .forEach(entry -> {
                    String name = entry.getKey().replaceFirst("/$", "");
                    tree.append(name, entry.getValue().mode(), entry.getValue().id());
                });
        return inserter.insert(tree);
    }

    /** By bytes, as Git does. */
    private static int compare(String a, String b) {
        return java.util.Arrays.compareUnsigned(Constants.encode(a), Constants.encode(b));
    }
}
