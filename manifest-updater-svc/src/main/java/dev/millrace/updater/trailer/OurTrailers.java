package dev.millrace.updater.trailer;

import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Tag;
import dev.millrace.events.value.Traceparent;
import dev.millrace.git.commit.Commit;
import dev.millrace.updater.decide.BuildInfo;
import dev.millrace.updater.decide.WrittenUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trailers of our commits: one group per update, always with the same keys in the same order, so that the groups can be read in columns. */
public final class OurTrailers {
    private static final String CHAIN = QuotedTrailers.Key.CHAIN.text();
    private static final String EVENT = QuotedTrailers.Key.EVENT.text();
    private static final String POLICY = QuotedTrailers.Key.POLICY.text();
    private static final String IMAGE = QuotedTrailers.Key.IMAGE.text();
    private static final String SOURCE = QuotedTrailers.Key.SOURCE.text();
    private static final String BUILT = QuotedTrailers.Key.BUILT.text();
    private static final String REVERTS = QuotedTrailers.Key.REVERTS.text();
    private static final String BAD = "Millrace-Bad";
    private static final String ORIGIN = "Millrace-Origin";
    private static final String TRACE = "Traceparent";

    /** Marks a commit whose updates are all promotions; written once. */
    public static final String PROMOTION = ORIGIN + ": promotion\n";

    private OurTrailers() {}

    /** The trailers of a commit that reverts another one, with the image that failed. */
    public static String reverts(CommitId commit, ImageReference bad) {
        return REVERTS + ": " + commit + "\n" + BAD + ": " + bad.name() + "@"
                + bad.digest().map(Digest::value).orElse("") + "\n";
    }

    /** The reason for a commit of ours. */
    public static ConfigCommitted.Origin origin(Commit commit) {
        if (!commit.trailers(REVERTS).isEmpty()) {
            return ConfigCommitted.Origin.ROLLBACK;
        }
        return commit.trailers(ORIGIN).contains("promotion")
                ? ConfigCommitted.Origin.PROMOTION
                : ConfigCommitted.Origin.UPDATE;
    }

    /** The trailers of one update, one per line. */
    public static String write(
            ChainId chain,
            EventId event,
            String policy,
            ImageReference image,
            BuildInfo built,
            Optional<Traceparent> trace) {
        return CHAIN + ": " + chain + "\n"
                + EVENT + ": " + event + "\n"
                + POLICY + ": " + policy + "\n"
                + IMAGE + ": " + image + "\n"
                + SOURCE + ": " + built.sourceText() + "\n"
                + BUILT + ": " + built.builtText() + "\n"
                + trace.map(one -> TRACE + ": " + one + "\n").orElse("");
    }

    /** The updates that a commit names; none if its trailers do not have the form of ours. */
    public static List<WrittenUpdate> read(Commit commit) {
        List<String> events = commit.trailers(EVENT);
        if (events.isEmpty()) {
            return List.of();
        }
        List<List<String>> columns = List.of(
                commit.trailers(CHAIN),
                events,
                commit.trailers(POLICY),
                commit.trailers(IMAGE),
                commit.trailers(SOURCE),
                commit.trailers(BUILT));
        if (columns.stream().anyMatch(column -> column.size() != events.size())) {
            return List.of();
        }
        Optional<CommitId> reverts = reverted(commit.trailers(REVERTS).stream().findFirst());
        List<WrittenUpdate> updates = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            int row = i;
            written(
                            commit.id(),
                            reverts,
                            columns.stream().map(column -> column.get(row)).toList())
                    .ifPresent(updates::add);
        }
        return List.copyOf(updates);
    }

    /**
     * The updates that a commit of anybody carries on: those of {@link #read}, and those of our commits that its message quotes, because a host squashed
     * a request of ours or a user rebased it.
     */
    public static List<WrittenUpdate> carried(Commit commit) {
        List<WrittenUpdate> own = read(commit);
        List<WrittenUpdate> quoted = QuotedTrailers.of(commit.message()).stream()
                .flatMap(group -> quoted(commit.id(), group).stream())
                .toList();
        // By the rules of Git, only the trailers of the last of several messages are found, and all of them revert.
        return quoted.size() < own.size() ? own : quoted;
    }

    private static Optional<WrittenUpdate> quoted(CommitId commit, Map<QuotedTrailers.Key, String> group) {
        return written(
                commit,
                reverted(Optional.ofNullable(group.get(QuotedTrailers.Key.REVERTS))),
                QuotedTrailers.Key.NEEDED.stream()
                        .map(key -> group.getOrDefault(key, ""))
                        .toList());
    }

    /** Returns a text of users for a message of ours: none of its lines is taken for a trailer of ours. */
    public static String withoutTrailers(String text) {
        return QuotedTrailers.without(text);
    }

    private static Optional<CommitId> reverted(Optional<String> text) {
        return text.filter(id -> id.matches("[0-9a-f]{40}|[0-9a-f]{64}")).map(CommitId::new);
    }

    private static Optional<WrittenUpdate> written(CommitId commit, Optional<CommitId> reverts, List<String> row) {
        try {
            ImageReference image = ImageReference.parse(row.get(3));
            Optional<BuildInfo> built = BuildInfo.parse(row.get(4), row.get(5));
            Optional<Tag> tag = image.tag();
            Optional<Digest> digest = image.digest();
            if (built.isEmpty() || tag.isEmpty() || digest.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new WrittenUpdate(
                    commit,
                    row.get(2),
                    new ChainId(row.getFirst()),
                    new EventId(row.get(1)),
                    image.name(),
                    tag.get(),
                    digest.get(),
                    built.get(),
                    reverts));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The trace, if all updates of a commit share one. */
    public static Optional<Traceparent> trace(Commit commit) {
        List<String> traces = commit.trailers(TRACE).stream()
                .filter(Traceparent::isValid)
                .distinct()
                .toList();
        return traces.size() == 1 ? Optional.of(new Traceparent(traces.getFirst())) : Optional.empty();
    }
}
