package dev.millrace.updater.review;

import dev.millrace.events.value.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our note below the text of a request, which says whose it is and what it proposes. It has the form of a link reference definition
 * (CommonMark 0.31, 4.7), which no host displays.
 */
final class RequestNote {
    private static final Pattern FORM = Pattern.compile(
            "^\\[millrace]: # \"(?<proposes>[0-9a-f]{16}) (?<state>open|closed) (?<group>[^\"\\r\\n]*)\"\\s*$",
            Pattern.MULTILINE);
    private static final int FINGERPRINT_DIGITS = 16;

    private RequestNote() {}

    /** The text, our note, and the text that users wrote below it. */
    static String under(String text, Proposal proposal, String below) {
        return text.strip() + "\n\n" + note(fingerprint(proposal), "open", proposal.group())
                + (below.isEmpty() ? "" : "\n\n" + below);
    }

    /** The text that users wrote below our note. */
    static String below(String text) {
        Matcher note = FORM.matcher(text);
        return note.find() ? text.substring(note.end()).strip() : "";
    }

    /** The text of a request of ours that is about to be closed. */
    static String closing(String text, String why) {
        Matcher note = FORM.matcher(text);
        if (!note.find()) {
            throw new IllegalStateException("closing a request that is not ours");
        }
        return text.substring(0, note.start()).strip() + "\n\nClosed by Millrace: " + why + "\n\n"
                + note(note.group("proposes"), "closed", note.group("group"))
                + text.substring(note.end());
    }

    /** Returns true if a request is ours and belongs to this group. */
    static boolean isOf(ReviewRequest request, String group) {
        return note(request).filter(note -> note.group("group").equals(group)).isPresent();
    }

    /** Returns true if a request is ours and proposes the same changes. */
    static boolean proposes(ReviewRequest current, Proposal proposal) {
        return isOf(current, proposal.group())
                && note(current)
                        .filter(note -> note.group("state").equals("open"))
                        .filter(note -> note.group("proposes").equals(fingerprint(proposal)))
                        .isPresent();
    }

    /** Returns true if a user closed a request of ours that proposed the same changes. */
    static boolean declines(ReviewRequest last, Proposal proposal) {
        return last.state() instanceof ReviewRequest.State.Closed && proposes(last, proposal);
    }

    private static Optional<Matcher> note(ReviewRequest request) {
        Matcher matcher = FORM.matcher(request.text());
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    private static String note(String proposes, String state, String group) {
        return "[millrace]: # \"" + proposes + " " + state + " " + group + "\"";
    }

    private static String fingerprint(Proposal proposal) {
        return Sha256.hex(String.join("\n", proposal.changes())).substring(0, FINGERPRINT_DIGITS);
    }
}
