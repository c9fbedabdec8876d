package dev.millrace.builder.engine.buildkit.limits;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The places on disk that a command of a build can write to, from its table of mounts (proc_pid_mountinfo(5)). */
final class Mounts {
    private static final Pattern SNAPSHOT = Pattern.compile("(runc-overlayfs/snapshots/snapshots/[0-9]+/fs)(?:[/,]|$)");
    private static final Pattern UPPER = Pattern.compile("(?:^|,)upperdir=([^,]+)");
    private static final int ROOT = 3;
    private static final int TARGET = 4;
    private static final int OPTIONS = 5;

    private Mounts() {}

    /**
     * A place that a command can write to.
     *
     * @param snapshot its path below the root of the daemon
     * @param isOwn true for the layer of the command, which is empty at its start; false for a cache mount
     */
    record Place(String snapshot, boolean isOwn) {}

    /** The places in a table of mounts. */
    static List<Place> writable(List<String> table) {
        List<Place> places = new ArrayList<>();
        for (String line : table) {
            String[] fields = line.split(" ");
            int separator = List.of(fields).indexOf("-");
            if (separator > OPTIONS && separator + 3 < fields.length && fields[OPTIONS].startsWith("rw")) {
                boolean isOverlay = fields[separator + 1].equals("overlay");
                (isOverlay ? upper(fields[separator + 3]) : Optional.of(fields[ROOT]))
                        .flatMap(Mounts::snapshot)
                        .ifPresent(snapshot -> places.add(new Place(snapshot, fields[TARGET].equals("/"))));
            }
        }
        return places;
    }

    private static Optional<String> upper(String options) {
        Matcher upper = UPPER.matcher(options);
        return upper.find() ? Optional.of(upper.group(1)) : Optional.empty();
    }

    private static Optional<String> snapshot(String path) {
        Matcher snapshot = SNAPSHOT.matcher(path);
        return snapshot.find() ? Optional.of(snapshot.group(1)) : Optional.empty();
    }
}
