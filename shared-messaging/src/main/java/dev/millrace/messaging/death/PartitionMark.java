package dev.millrace.messaging.death;

import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The mark of a partition: what a later process has to know if this one ends without a word.
 *
 * @param running false once the partition was given up in order
 * @param watchedUntil the records before this offset may have ended an earlier process: the handling of each is marked
 * @param suspects by offset, the records that were being handled when a process ended
 * @param handled the offsets of marked records that are being handled
 * @param alone true if nothing else was being handled when this mark was written
 */
record PartitionMark(
        boolean running, long watchedUntil, SortedMap<Long, Suspect> suspects, SortedSet<Long> handled, boolean alone) {

    /** A mark that was never written, or is unreadable. */
    static final PartitionMark NONE = new PartitionMark(false, 0, new TreeMap<>(), new TreeSet<>(), false);

    /** The metadata of an offset have 4,096 characters; the oldest records are those that hold up a partition. */
    static final int MAX_OFFSETS = 60;

    private static final Pattern FORMAT =
            Pattern.compile("1 (running|stopped) (\\d{1,18}) \\[([0-9:a,]{0,2000})] \\[([0-9,]{0,2000})] (alone|with)");

    /**
     * A record that was being handled when a process ended.
     *
     * @param deaths the number of such ends, without the first of all, before which nothing was marked
     * @param alone true if nothing else was being handled at the last of them
     */
    record Suspect(int deaths, boolean alone) {
        private boolean isQuarantined(int maxDeaths) {
            int all = deaths + 1;
            return alone ? all >= maxDeaths : all > maxDeaths;
        }

        private String encode() {
            return deaths + (alone ? "a" : "");
        }

        private static Suspect parse(String text) {
            boolean alone = text.endsWith("a");
            return new Suspect(Integer.parseInt(alone ? text.substring(0, text.length() - 1) : text), alone);
        }
    }

    PartitionMark {
        suspects = new TreeMap<>(suspects);
        handled = new TreeSet<>(handled);
    }

    /**
     * The mark of a process that begins with the partition.
     *
     * @param committed the offset before which all records are handled
     * @param end the offset of the next record that will be written to the partition
     */
    PartitionMark begun(long committed, long end) {
        SortedMap<Long, Suspect> known = new TreeMap<>(suspects.tailMap(committed));
        if (running) {
            for (Long offset : handled.tailSet(committed)) {
                Suspect before = known.getOrDefault(offset, new Suspect(0, false));
                known.put(offset, new Suspect(before.deaths() + 1, alone && handled.size() == 1));
            }
        }
        long until = running && committed < end ? Math.max(watchedUntil, end) : watchedUntil;
        return new PartitionMark(true, until > committed ? until : 0, known, new TreeSet<>(), false);
    }

    /** The mark with the records that are being handled now. */
    PartitionMark handling(Set<Long> now, boolean onlyOne) {
        return new PartitionMark(true, watchedUntil, suspects, new TreeSet<>(now), onlyOne && !now.isEmpty());
    }

    /** The mark of a partition that is given up in order. */
    PartitionMark stopped() {
        return new PartitionMark(false, watchedUntil, suspects, new TreeSet<>(), false);
    }

    /**
     * Decides how a record may be handled.
     *
     * @param maxDeaths the number of ends of the process from which a record is not handled again
     */
    Verdict verdict(long offset, int maxDeaths) {
        Suspect suspect = suspects.get(offset);
        if (suspect != null) {
            return suspect.isQuarantined(maxDeaths) ? Verdict.QUARANTINED : Verdict.ALONE;
        }
        return offset < watchedUntil ? Verdict.MARKED : Verdict.FREE;
    }

    String encode() {
        String known = join(
                suspects.entrySet(),
                entry -> entry.getKey() + ":" + entry.getValue().encode());
        return "1 %s %d [%s] [%s] %s"
                .formatted(
                        running ? "running" : "stopped",
                        watchedUntil,
                        known,
                        join(handled, String::valueOf),
                        alone ? "alone" : "with");
    }

    private static <T> String join(Collection<T> all, Function<T, String> encoded) {
        return all.stream().limit(MAX_OFFSETS).map(encoded).collect(Collectors.joining(","));
    }

    /** Reads the metadata of an offset; any other text is no mark. */
    static PartitionMark parse(String metadata) {
        Matcher parts = FORMAT.matcher(metadata);
        if (!parts.matches()) {
            return NONE;
        }
        try {
            SortedMap<Long, Suspect> suspects = new TreeMap<>();
            for (String one : list(parts.group(3))) {
                String[] pair = one.split(":", 2);
                suspects.put(Long.parseLong(pair[0]), Suspect.parse(pair.length == 2 ? pair[1] : ""));
            }
            SortedSet<Long> handled = new TreeSet<>();
            for (String one : list(parts.group(4))) {
                handled.add(Long.parseLong(one));
            }
            return new PartitionMark(
                    parts.group(1).equals("running"),
                    Long.parseLong(parts.group(2)),
                    suspects,
                    handled,
                    parts.group(5).equals("alone"));
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    private static String[] list(String text) {
        return text.isEmpty() ? new String[0] : text.split(",");
    }
}
