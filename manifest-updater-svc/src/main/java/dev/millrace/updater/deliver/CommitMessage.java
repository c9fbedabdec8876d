package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ImageReference;
import dev.millrace.updater.decide.UpdateDecider;
import dev.millrace.updater.edit.Change;
import dev.millrace.updater.repository.OurTrailers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What our commits say: the changes for people, the trailers for us. */
final class CommitMessage {
    private static final int MOST_CHANGES = 50;

    private CommitMessage() {}

    /** @param wishes what is written, in the order of their trailers; not empty */
    static String of(List<Wish> wishes, List<FileChange> changes) {
        String lines =
                changes.stream().limit(MOST_CHANGES).map(CommitMessage::line).collect(Collectors.joining());
        String more = changes.size() > MOST_CHANGES ? "- and " + (changes.size() - MOST_CHANGES) + " more\n" : "";
        String trailers = wishes.stream().map(CommitMessage::trailers).collect(Collectors.joining());
        return subject(wishes) + "\n\n" + lines + more + "\n" + trailers;
    }

    private static String subject(List<Wish> wishes) {
        UpdateRequested first = wishes.getFirst().update();
        return wishes.size() == 1
                ? "Update " + first.policy() + " to " + first.image().path() + ":" + first.tag()
                : "Update " + wishes.size() + " policies";
    }

    private static String line(FileChange one) {
        Change change = one.change();
        return "- " + one.path() + ": " + change.field() + " from " + oneLine(change.from()) + " to " + change.to()
                + "\n";
    }

    private static String oneLine(String value) {
        return value.isEmpty() ? "nothing" : value.replaceAll("\\s+", " ");
    }

    private static String trailers(Wish wish) {
        UpdateRequested update = wish.update();
        return OurTrailers.write(
                wish.chain(),
                update.cause(),
                update.policy(),
                new ImageReference(update.image(), Optional.of(update.tag()), Optional.of(update.digest())),
                UpdateDecider.built(update),
                wish.trace());
    }
}
