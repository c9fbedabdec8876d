package dev.millrace.updater.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.ImageSet;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeSetsTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final ImageSet SET = new ImageSet(
            "trio", Stream.of("a", "b", "c").map(WholeSetsTest::image).toList());
    private static final Policies POLICIES = Policies.of(Stream.of("a", "b", "c", "other")
            .map(name -> {
                Policy policy = Policy.newest("trio." + name, image(name));
                return name.equals("other") ? policy : policy.in(SET);
            })
            .toList());

    /** Each image is {@code name:tag@repository/commit}, with one digit for the commit; a dash is an external image. */
    @ParameterizedTest(name = "{0} beside {1}, held {2}: {3}")
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "a:t1@r/1 b:t1@r/1 c:t1@r/1; -; -; a b c",
                "c:t1@r/1 a:t1@r/1 b:t1@r/1; -; -; a b c",
                "a:t1@r/1 b:t1@r/1; -; -; -",
                "a:t1@r/1 b:t1@r/1; c:t1; -; a b",
                "a:t1@r/1 b:t1@r/1; c:t0; -; -",
                "a:t1@r/1 b:t1@r/1 c:t1@r/2; -; -; -",
                "a:t1@r/1 b:x1@r/1 c:y1@r/1; -; -; a b c",
                "a:t1@r/1 b:t1@s/2 c:t1@-/0; -; -; a b c",
                "a:t1@r/1 b:t2@s/2 c:t1@-/0; -; -; -",
                "a:t1@r/1 a:t2@r/2 b:t1@r/1 b:t2@r/2 c:t1@r/1 c:t2@r/2; -; -; a b c",
                "a:t2@r/2 b:t2@r/2 c:t1@r/1; -; -; -",
                "a:t1@r/1 b:t1@r/1 c:t1@r/1; -; c; -",
                "a:t1@r/1 b:t1@r/1 c:t1@r/1 other:t1@r/9; -; c; other",
                "a:t1@r/1 other:t1@r/1; -; -; other"
            })
    void imagesOfASetAreWrittenTogetherOrNotAtAll(String images, String present, String held, String written) {
        List<UpdateRequested> updates =
                Arrays.stream(images.split(" ")).map(WholeSetsTest::update).toList();
        BranchState state = new BranchState(
                WrittenUpdates.NONE,
                present == null ? Map.of() : Map.of("trio.c", present(present)),
                held == null ? Set.of() : Set.of("trio." + held));

        List<Decision> decisions = UpdateDecider.decide(updates, POLICIES, state);

        assertThat(decisions.stream()
                        .filter(Decision.Write.class::isInstance)
                        .map(decision ->
                                ((Decision.Write) decision).policy().name().replace("trio.", "")))
                .containsExactlyInAnyOrder(written == null ? new String[0] : written.split(" "));
        assertThat(decisions)
                .filteredOn(decision -> written == null && !(decision instanceof Decision.Write))
                .allMatch(decision -> decision instanceof Decision.Leave);
    }

    private static PresentVersion present(String text) {
        return new PresentVersion(new Tag(text.substring(2)), Optional.empty(), Optional.empty());
    }

    private static UpdateRequested update(String text) {
        String[] parts = text.split("[:@/]");
        int number = Integer.parseInt(parts[3]);
        Optional<Source> source = parts[2].equals("-")
                ? Optional.empty()
                : Optional.of(new Source(
                        new RepositoryId("git.example/" + parts[2]),
                        new CommitId(parts[3].repeat(40)),
                        GitRef.branch("main"),
                        NOON.plusSeconds(number),
                        number));
        return new UpdateRequested(
                new RepositoryId("git.example/config"),
                GitRef.branch("main"),
                "trio." + parts[0],
                "",
                UpdateRequested.Kind.IMAGE,
                image(parts[0]),
                new Tag(parts[1]),
                new Digest("sha256:" + parts[3].repeat(64)),
                NOON,
                Optional.of(NOON),
                source,
                Optional.empty(),
                EventId.of("image.built", text),
                NOON);
    }

    private static ImageName image(String name) {
        return new ImageName("reg.example/shop/" + name);
    }
}
