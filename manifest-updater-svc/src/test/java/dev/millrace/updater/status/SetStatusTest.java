package dev.millrace.updater.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.ImageSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetStatusTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final ImageSet SET = new ImageSet(
            "trio", Stream.of("a", "b", "c").map(SetStatusTest::image).toList());

    /** Each image is {@code name and number of its commit}, pushed that many minutes after noon. */
    @ParameterizedTest(name = "{0}, for {1}")
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "'';         a; -",
                "a1 b1 c1;   a; -",
                "a1;         a; reg.example/b, reg.example/c of the version t1, since 2026-03-14T12:01:00Z",
                "a1;         b; -",
                "c1 a1;      a; reg.example/b of the version t1, since 2026-03-14T12:01:00Z",
                "a1 b1 c1 a2; a; reg.example/b, reg.example/c of the version t2, since 2026-03-14T12:02:00Z",
                "a1 b1 c1 a2; b; -",
                "a1 b2 c2 a2; a; -"
            })
    void whatIsMissingIsReportedWithTheTimeOfTheFirstImageOfTheVersion(String images, String member, String missing) {
        List<ImageBuilt> all = Arrays.stream(images.split(" "))
                .filter(text -> !text.isEmpty())
                .map(SetStatusTest::built)
                .toList();

        Optional<String> status = SetStatus.missing(SET, image(member), name -> all.stream()
                .filter(built -> built.image().equals(name))
                .toList());

        assertThat(status).isEqualTo(Optional.ofNullable(missing).map(text -> "the set trio waits for " + text));
    }

    private static ImageName image(String name) {
        return new ImageName("reg.example/" + name);
    }

    private static ImageBuilt built(String text) {
        int number = Integer.parseInt(text.substring(1));
        Instant at = NOON.plusSeconds(60L * number);
        return new ImageBuilt(
                image(text.substring(0, 1)),
                new Tag("t" + number),
                new Digest("sha256:" + Integer.toString(number).repeat(64)),
                List.of(),
                Optional.of(new Source(
                        new RepositoryId("git.example/shop"),
                        new CommitId(Integer.toString(number).repeat(40)),
                        GitRef.branch("main"),
                        at,
                        number)),
                Optional.empty(),
                Optional.empty(),
                ImageBuilt.Origin.BUILD,
                Optional.of(at),
                Optional.of(at),
                at);
    }
}
