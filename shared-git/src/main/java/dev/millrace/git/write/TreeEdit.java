package dev.millrace.git.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Changes single files of a tree. Only the directories on their paths are read and written, so the cost follows the size of the change, not of
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
     * The tree with the changes applied.
     *
     * @param root the tree to start from; the zero id for none
     * @param changes blob by path; empty for a removed file
     */
    ObjectId apply(ObjectId root, Map<String, Optional<ObjectId>> changes) throws IOException {
        SortedMap<String, Optional<ObjectId>> byRawPath = new TreeMap<>();
        changes.forEach((path, blob) -> byRawPath.put(raw(path.getBytes(StandardCharsets.UTF_8)), blob));
        Optional<ObjectId> edited = edit(root, "", byRawPath);
        return edited.isPresent() ? edited.get() : inserter.insert(new TreeFormatter());
    }

    private Optional<ObjectId> edit(ObjectId tree, String at, SortedMap<String, Optional<ObjectId>> changes)
            throws IOException {
        // Git sorts a directory as if its name ended in a slash; the keys here do.
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

    private static void checkName(String at, String name) {
        boolean special = name.isEmpty() || name.equals(".") || name.equals("..") || name.equalsIgnoreCase(".git");
        if (special || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a path that Git can store: " + shown(at + name));
        }
    }

    private static void change(SortedMap<String, Slot> slots, String at, String name, Optional<ObjectId> blob) {
        checkName(at, name);
        Slot old = slots.get(name);
        if (old != null && old.mode() != FileMode.REGULAR_FILE && old.mode() != FileMode.EXECUTABLE_FILE) {
            throw new IllegalArgumentException("not a regular file: " + shown(at + name));
        }
        if (slots.containsKey(name + "/")) {
            throw new IllegalArgumentException("a directory, not a file: " + shown(at + name));
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
        checkName(at, name);
        if (slots.containsKey(name)) {
            throw new IllegalArgumentException("a file or link, not a directory: " + shown(at + name));
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
                    raw(nameOf(parser)) + (directory ? "/" : ""),
                    new Slot(parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
        return slots;
    }

    private static byte[] nameOf(CanonicalTreeParser parser) {
        byte[] name = new byte[parser.getNameLength()];
        parser.getName(name, 0);
        return name;
    }

    private ObjectId write(SortedMap<String, Slot> slots) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        slots.forEach((key, slot) -> {
            byte[] name = bytes(key.endsWith("/") ? key.substring(0, key.length() - 1) : key);
            tree.append(name, 0, name.length, slot.mode(), slot.id());
        });
        return inserter.insert(tree);
    }

    /**
     * A name with one character per byte. Git's names are bytes in any encoding and sorted as such, so unchanged names stay the same, and all names
     * are written in Git's order.
     */
    private static String raw(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String shown(String raw) {
        return new String(bytes(raw), StandardCharsets.UTF_8);
    }
}
