package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Names the source change that everything else follows from: the CloudEvents extension {@code chainid}. */
public record ChainId(@JsonValue String value) {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ChainId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a UUIDv5: " + value);
        }
    }

    /** The chain that a commit starts: an application's source change, or a person's change of the configuration. */
    public static ChainId of(RepositoryId repository, CommitId commit) {
        return new ChainId(NameUuid.of("chain", repository.value(), commit.value()));
    }

    /** The chain that an image starts when nobody here built it. */
    public static ChainId of(ImageName image, Digest digest) {
        return new ChainId(NameUuid.of("chain", image.value(), digest.value()));
    }

    @Override
    public String toString() {
        return value;
    }
}
