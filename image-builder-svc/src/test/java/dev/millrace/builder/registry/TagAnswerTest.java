package dev.millrace.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Digest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class TagAnswerTest {
    private static final Digest OURS = new Digest("sha256:" + "ab".repeat(32));
    private static final Digest OTHER = new Digest("sha256:" + "cd".repeat(32));

    static final List<Arguments> ANSWERS = List.of(
            Arguments.of(201, Optional.empty(), new TagAnswer.Written()),
            Arguments.of(200, Optional.of(OTHER), new TagAnswer.Written()),
            Arguments.of(400, Optional.of(OURS), new TagAnswer.Written()),
            Arguments.of(403, Optional.of(OURS), new TagAnswer.Written()),
            Arguments.of(409, Optional.of(OURS), new TagAnswer.Written()),
            Arguments.of(409, Optional.of(OTHER), new TagAnswer.Taken(OTHER)),
            Arguments.of(400, Optional.of(OTHER), new TagAnswer.Taken(OTHER)),
            Arguments.of(403, Optional.empty(), new TagAnswer.Refused()),
            Arguments.of(400, Optional.empty(), new TagAnswer.Refused()),
            Arguments.of(401, Optional.of(OURS), new TagAnswer.Refused()),
            Arguments.of(404, Optional.of(OTHER), new TagAnswer.Refused()),
            Arguments.of(413, Optional.of(OURS), new TagAnswer.Refused()));

    @ParameterizedTest
    @FieldSource("ANSWERS")
    void anAnswerIsDistinguishedByWhatTheTagNames(int status, Optional<Digest> current, TagAnswer expected) {
        assertThat(TagAnswer.of(status, current, OURS)).isEqualTo(expected);
    }
}
