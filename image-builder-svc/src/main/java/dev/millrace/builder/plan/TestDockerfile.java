package dev.millrace.builder.plan;

import dev.millrace.builder.configuration.spec.BuildAccess;
import dev.millrace.builder.configuration.spec.ImageTest;
import java.util.List;
import java.util.Optional;

/**
 * The Dockerfile of a test whose result is exported. Its stage {@link #RESULT} has nothing but the file {@link #STATUS} and, below
 * {@link #REPORTS}, the JUnit reports; an engine can export it also after a command has failed.
 */
public final class TestDockerfile {
    /** The stage to export. */
    public static final String RESULT = "millrace-result";

    /** The file in it that has the exit status of the first failed command, a line end, and the command; empty if none failed. */
    public static final String STATUS = "status";

    /** The folder in it that has the reports under their paths in the container. */
    public static final String REPORTS = "reports/";

    private static final String STAGE = "millrace-test";
    private static final String FOLDER = "/millrace/work";

    private TestDockerfile() {}

    /**
     * The Dockerfile that runs commands in a container of their image, as root. The whole context is copied: the caller passes an ignore file
     * without patterns.
     *
     * @param access the values that each command gets, as {@code RUN --mount} has them
     * @param salt part of the cache key of all commands: the failure of a command is cached like a success
     */
    public static String of(ImageTest.Commands test, BuildAccess access, String salt) {
        StringBuilder text = new StringBuilder("FROM " + test.image() + " AS " + STAGE + "\nUSER 0\n");
        text.append(ReportedStage.statusFile(salt));
        text.append("WORKDIR ").append(FOLDER).append("\nCOPY . .\n");
        StringBuilder mounts = new StringBuilder();
        access.secrets()
                .forEach(id ->
                        mounts.append("--mount=type=secret,id=").append(id).append(' '));
        access.ssh()
                .forEach(id -> mounts.append("--mount=type=ssh,id=").append(id).append(' '));
        for (String command : test.run()) {
            text.append("RUN ")
                    .append(mounts)
                    .append(ReportedStage.inRunner(List.of("/bin/sh", "-ec", command)))
                    .append('\n');
        }
        return text + result(STAGE, FOLDER + "/", test.junit());
    }

    /**
     * The Dockerfile of an image with a further stage that has the result of a test stage; for tests only, as it has another last stage.
     *
     * @param salt as in {@link #of(ImageTest.Commands, BuildAccess, String)}, for this stage
     */
    public static String of(String dockerfile, ImageTest.Stage test, String salt) {
        return ReportedStage.in(dockerfile.stripTrailing(), test.stage(), salt)
                + "\n"
                + result(test.stage(), "/", test.junit());
    }

    private static String result(String stage, String folder, Optional<String> junit) {
        String copy = "FROM scratch AS " + RESULT + "\nCOPY --from=" + stage + " " + ReportedStage.STATUS + " /"
                + STATUS + "\n";
        return junit.map(path -> copy + "COPY --parents --from=" + stage + " "
                        + pattern(path.startsWith("/") ? path : folder + path) + " /" + REPORTS + "\n")
                .orElse(copy);
    }

    /** A pattern of the reports: a file that doesn't exist matches nothing, where its plain path would be an error. */
    private static String pattern(String path) {
        if (!path.endsWith(".xml")) {
            return path.replaceFirst("/+$", "") + "/**/*.xml";
        }
        return path.replaceFirst("\\.xml$", ".xm[l]");
    }
}
