package dev.millrace.builder.plan;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.millrace.builder.configuration.spec.ImageTest;
import java.util.Optional;

/**
 * The Dockerfile of a test. The stage {@link #REPORTS} has nothing but the JUnit reports, so that an engine can export them.
 *
 * <p>For commands the whole context is copied: the engine passes an empty ignore file for this Dockerfile.
 */
public final class TestDockerfile {
    /** The stage to build if there are no reports. */
    public static final String STAGE = "millrace-test";

    /** The stage to export if there are reports. */
    public static final String REPORTS = "millrace-reports";

    private static final String FOLDER = "/millrace/work";

    private TestDockerfile() {}

    /** The Dockerfile that runs commands in a container of their image. */
    public static String of(ImageTest.Commands test) {
        StringBuilder text = new StringBuilder("FROM " + test.image() + " AS " + STAGE + "\n");
        text.append("WORKDIR ").append(FOLDER).append("\nCOPY . .\n");
        for (String command : test.run()) {
            // The JSON form: no command can begin another instruction, and nothing in it is expanded.
            text.append("RUN [\"/bin/sh\", \"-ec\", \"")
                    .append(JsonStringEncoder.getInstance().quoteAsString(command))
                    .append("\"]\n");
        }
        return text + reports(STAGE, FOLDER + "/", test.junit());
    }

    /** The Dockerfile of an image with a further stage that has the reports of a test stage; for tests only, as it has another last stage. */
    public static String of(String dockerfile, ImageTest.Stage test) {
        return dockerfile.stripTrailing() + "\n" + reports(test.stage(), "/", test.junit());
    }

    private static String reports(String stage, String folder, Optional<String> place) {
        return place.map(path -> path.startsWith("/") ? path : folder + path)
                .map(path -> "FROM scratch AS " + REPORTS + "\nCOPY --from=" + stage + " " + path + " /reports/\n")
                .orElse("");
    }
}
