package dev.millrace.builder.configuration.spec;

import java.util.List;
import java.util.Optional;

/** A test that must pass before an image is pushed. */
public sealed interface ImageTest {

    /** The folder or file of JUnit reports that are counted; absent if there are none. */
    Optional<String> junit();

    /** The name of the test for users. */
    String label();

    /** A stage of the image's Dockerfile; its {@code RUN} lines are the tests. */
    record Stage(String stage, Optional<String> junit) implements ImageTest {
        @Override
        public String label() {
            return stage;
        }
    }

    /**
     * Commands in a container of another image, on the files of the image's context.
     *
     * @param run shell commands, in their order; the first failing one ends the test
     */
    record Commands(String image, List<String> run, Optional<String> junit) implements ImageTest {
        public Commands {
            run = List.copyOf(run);
        }

        @Override
        public String label() {
            return image;
        }
    }
}
