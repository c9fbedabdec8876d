package dev.millrace.git.read;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Follows the links of a tree as the operating system would, without a file. */
final class Links {
    /** The limit of Linux; a longer chain can't be opened. */
    private static final int MAX_HOPS = 40;

    /** Finds the target of a link. */
    interface Lookup {
        /** Returns the target of the link at a path; empty if there is none. */
        Optional<String> target(String path) throws IOException;
    }

    private final Lookup lookup;

    Links(Lookup lookup) {
        this.lookup = lookup;
    }

    /** Returns true if a link never leads out of the tree, whatever other links are on its way. */
    boolean staysInside(String path, String target) throws IOException {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
            return false;
        }
        List<String> at = new ArrayList<>(names(path));
        at.removeLast();
        Deque<String> ahead = new ArrayDeque<>(names(target));
        for (int hops = 0; !ahead.isEmpty() && hops <= MAX_HOPS; ) {
            String name = ahead.pop();
            if (!name.equals("..")) {
                at.addLast(name);
                Optional<String> link = lookup.target(String.join("/", at));
                if (link.isPresent()) {
                    if (link.get().startsWith("/")) {
                        return false;
                    }
                    hops++;
                    at.removeLast();
                    names(link.get()).reversed().forEach(ahead::push);
                }
            } else if (at.isEmpty()) {
                return false;
            } else {
                at.removeLast();
            }
        }
        return true;
    }

    private static List<String> names(String path) {
        return Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
    }
}
