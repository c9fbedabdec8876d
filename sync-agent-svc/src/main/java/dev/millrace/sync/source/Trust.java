package dev.millrace.sync.source;

import dev.millrace.git.verify.SignedTag;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.named.SecretReading;
import dev.millrace.sync.source.trust.Signatories;
import dev.millrace.sync.source.trust.SignedBy;
import java.util.Optional;

/** Decides if a followed commit may be applied: it needs a trusted signature where the Application requires one. */
final class Trust {
    private final Signatories signatories;

    Trust(Signatories signatories) {
        this.signatories = signatories;
    }

    /**
     * Returns why the commit may not be applied; empty if it may be.
     *
     * @throws Signatories.Unreadable if the keys can't be read at the moment
     */
    Optional<Newest> doubt(Source source, Newest.At at) {
        return source.signedBy().flatMap(by -> switch (by.what()) {
            case COMMIT ->
                signatories
                        .doubt(at.repository().signed(at.commit()), new SecretReading(source.reader(), by.keys()))
                        .map(why -> untrusted("the commit " + at.commit().shortForm() + " of " + at.ref(), why, by));
            case TAG -> tag(at, by, source.reader());
        });
    }

    /** As long as a signed tag points to a descendant of a commit, its signature covers that commit too. */
    boolean mayApplyOlder(Source source, Newest.At at) {
        return source.signedBy().filter(by -> by.what() == SignedBy.What.COMMIT).isEmpty()
                || doubt(source, at).isEmpty();
    }

    private Optional<Newest> tag(Newest.At at, SignedBy by, Identity reader) {
        String name = at.ref().shortName();
        Optional<SignedTag> tag = at.repository().signedTag(at.ref());
        if (tag.isEmpty()) {
            return Optional.of(untrusted("the tag " + name, "is not annotated, so nobody signed it", by));
        }
        if (!tag.get().commit().equals(Optional.of(at.commit()))) {
            return Optional.of(new Newest.Unavailable("the tag " + name + " moved while it was verified"));
        }
        if (!tag.get().name().equals(name)) {
            return Optional.of(untrusted(
                    "the tag " + name,
                    "was signed under another name, " + tag.get().name(),
                    by));
        }
        return signatories
                .doubt(tag.get().tag(), new SecretReading(reader, by.keys()))
                .map(why -> untrusted("the tag " + name, why, by));
    }

    private static Newest untrusted(String what, String why, SignedBy by) {
        return new Newest.Untrusted(what + " " + why + "; it is not applied. Sign with a key that the Secret "
                + by.keys() + " has (spec.source.verify), or add the key there");
    }
}
