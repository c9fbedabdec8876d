package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The id of the source change that started a chain: the CloudEvents extension {@code chainid}. */
public record ChainId(@JsonValue String value) {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ChainId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a UUIDv5: " + Quoted.of(value));
        }
    }

    /** The chain of a commit: a change of an application's source, or a user's change of the configuration. */
    public static ChainId of(RepositoryId repository, CommitId commit) {
        return new ChainId(NameUuid.of("chain", repository.value(), commit.value()));
    }

    /** The chain of an external image. */
    public static ChainId of(ImageName image, Digest digest) {
        return new ChainId(NameUuid.of("chain", image.value(), digest.value()));
    }

    /** The chain of a pushed tag whose digest is unknown. */
    public static ChainId of(ImageName image, Tag tag) {
        return new ChainId(NameUuid.of("chain", image.value(), tag.value()));
    }

    @Override
    public String toString() {
        return value;
    }
}
