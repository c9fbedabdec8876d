package dev.millrace.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Texts of strangers that are far too long: each is rejected with a short message, by an exception and not by an error. */
class LongTextTest {
    private static final int LENGTH = 100_000;

    private record Value(String name, Consumer<String> parser) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Text(String name, Function<Integer, String> ofLength) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Value> VALUES = List.of(
            new Value("RepositoryId", RepositoryId::new),
            new Value("RepositoryId.parse", RepositoryId::parse),
            new Value("ImageName", ImageName::new),
            new Value("ImageReference", ImageReference::parse),
            new Value("Tag", Tag::new),
            new Value("Digest", Digest::new),
            new Value("GitRef", GitRef::new),
            new Value("CommitId", CommitId::new),
            new Value("Platform", Platform::new),
            new Value("Traceparent", Traceparent::new),
            new Value("ChainId", ChainId::new),
            new Value("EventId", EventId::new),
            new Value("ApplicationId", ApplicationId::parse));

    private static final List<Text> TEXTS = List.of(
            repeated("one letter", "", "a", ""),
            repeated("segments", "h.x", "/a", ""),
            repeated("segments that end badly", "h.x", "/a", "!"),
            repeated("segments of a URL", "https://h.x", "/a", ".git"),
            repeated("segments after user and host", "git@h.x:", "a/", "!"),
            repeated("dots in a host", "a", ".a", "/b"),
            repeated("dashes", "h.x/a", "-", "!"),
            repeated("underscores", "h.x/a", "_", "!"),
            repeated("ats", "https://", "a@", "h/x"),
            repeated("colons", "h.x/a", ":a", "!"),
            repeated("slashes", "https://h.x/", "/", "a"),
            repeated("dots in a ref", "refs/heads/", "a.", ""),
            repeated("locks", "refs/heads/", "a.lock", "~"),
            repeated("digits", "sha256:", "0", ""),
            repeated("spaces", "a", " ", "b"),
            repeated("line breaks", "a", "\n", "b"));

    private static Text repeated(String name, String start, String part, String end) {
        return new Text(
                name, length -> start + part.repeat((length - start.length() - end.length()) / part.length()) + end);
    }

    static final List<Arguments> CASES = VALUES.stream()
            .flatMap(value -> TEXTS.stream().map(text -> Arguments.of(value, text)))
            .toList();

    /** Lengths around the first overflow of a stack, and far beyond. */
    private static Stream<String> ofAllLengths(Text text) {
        return Stream.of(600, 2_100, 4_500, LENGTH).map(text.ofLength());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @FieldSource("CASES")
    void aLongTextIsAcceptedOrRejectedWithAShortMessage(Value value, Text text) {
        ofAllLengths(text).forEach(one -> {
            Throwable thrown = catchThrowable(() -> value.parser().accept(one));

            if (thrown != null) {
                assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
                assertThat(thrown.getMessage()).hasSizeLessThan(one.length() > 10_000 ? 300 : 5_000);
            }
        });
        assertThat(catchThrowable(() -> value.parser().accept(text.ofLength().apply(LENGTH))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
