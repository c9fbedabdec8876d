package dev.millrace.builder;

import static dev.millrace.builder.Delivery.ofCommit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests by commands, and reports of tests, decide whether an image is pushed, and are counted in its event. */
@QuarkusTest
@TestProfile(BuilderProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class ImageTestsIT extends DeliveryFixture {
    private static final String REPORT = "<testsuite><testcase classname='shop.Cart' name='adds'/>"
            + "<testcase classname='shop.Cart' name='removes'><failure/></testcase>"
            + "<testcase name='waits'><skipped/></testcase></testsuite>";

    private CommitId push(String name, String image, String test) {
        delivery.repository(name);
        Map<String, String> files = new HashMap<>();
        files.put("Dockerfile", Delivery.dockerfile(test));
        files.put("page", "hello\n");
        files.put(".dockerignore", "ignored\n");
        files.put("ignored", "of the context all the same\n");
        files.put("report.xml", REPORT);
        files.put(".millrace/build.yaml", """
                images:
                  - name: %s
                    args: {BASE: "%s"}
                %s
                """.formatted(delivery.image(name), delivery.base(), image.indent(4)));
        return delivery.push(name, files);
    }

    @Test
    void commandsRunOnTheFilesOfTheContextAndTheirReportsAreCounted() {
        CommitId commit = push("commands", """
                tests:
                  - image: %s
                    run:
                      - test -f ignored && mkdir -p out/deep
                      - cp report.xml out/deep/
                    junit: out
                """.formatted(delivery.base()), "exit 9");

        PublishedEvent built = delivery.event(Topic.IMAGE_BUILT, ofCommit(commit));
        assertThat(built.at("/tests/stage")).isEqualTo(delivery.base());
        assertThat(built.at("/tests/counts/total")).isEqualTo("3");
        assertThat(built.at("/tests/counts/failed")).isEqualTo("1");
        assertThat(built.at("/tests/counts/skipped")).isEqualTo("1");
    }

    @Test
    void theFirstFailingCommandEndsTheTestWhateverItsText() {
        CommitId commit = push("shell", """
                tests:
                  - image: %s
                    run:
                      - 'test "$0" = /bin/sh'
                      - |
                        a='it is "quoted" \\ $HOME'
                        cat <<EOF
                        $a
                        EOF
                        exit 42
                      - echo never reached
                """.formatted(delivery.base()), "exit 9");

        PublishedEvent failed = delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        assertThat(failed.at("/stage")).isEqualTo("test");
        assertThat(failed.at("/exitStatus")).isEqualTo("42");
        assertThat(failed.at("/reason"))
                .contains("the command 'a='it is \"quoted\" \\ $HOME' cat <<EOF $a EOF exit 42'");
        assertThat(failed.at("/logTail").lines())
                .anyMatch(line -> line.matches("#[0-9]+ [0-9.]+ it is \"quoted\" \\\\ \\$HOME"))
                .noneMatch(line -> line.matches("#[0-9]+ [0-9.]+ never reached"));
        assertThat(delivery.seen(Topic.IMAGE_BUILT, ofCommit(commit))).isEmpty();
    }

    @Test
    void aFailingTestStageStillDeliversItsReports() {
        CommitId commit = push(
                "reports",
                "tests: [{stage: test, junit: /out/report.xml}]",
                "mkdir /out && echo \"" + REPORT + "\" > /out/report.xml && exit 5\nRUN echo never reached");

        PublishedEvent failed = delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        assertThat(failed.at("/stage")).isEqualTo("test");
        assertThat(failed.at("/exitStatus")).isEqualTo("5");
        assertThat(failed.at("/reason")).endsWith("1 of 3 test cases failed: shop.Cart.removes");
        assertThat(failed.at("/logTail").lines()).noneMatch(line -> line.matches("#[0-9]+ [0-9.]+ never reached"));
    }

    @Test
    void aMissingReportIsAFailure() {
        CommitId commit = push("unreported", "tests: [{stage: test, junit: /out/report.xml}]", "/bin/true");

        PublishedEvent failed = delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        assertThat(failed.at("/stage")).isEqualTo("test");
        assertThat(failed.at("/reason"))
                .endsWith(
                        "its commands passed, but no JUnit report was written; 'junit' is /out/report.xml: correct it or"
                                + " remove it");
    }

    @Test
    void aTestIsHeldToTheLimitsOfItsImage() {
        CommitId commit = push("limited", """
                limits: {processes: 20}
                tests:
                  - image: %s
                    run: ["i=0; while [ $i -lt 50 ]; do sleep 60 & i=$((i + 1)); done; exit 0"]
                """.formatted(delivery.base()), "/bin/true");

        PublishedEvent failed = delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        assertThat(failed.at("/reason")).contains("20 processes and threads (limits.processes)");
    }
}
