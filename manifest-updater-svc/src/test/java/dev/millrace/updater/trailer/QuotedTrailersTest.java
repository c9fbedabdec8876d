package dev.millrace.updater.trailer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Source;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Traceparent;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.commit.Person;
import dev.millrace.updater.decide.BuildInfo;
import dev.millrace.updater.decide.WrittenUpdate;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Messages of commits that hosts and users make of the commits of our requests. */
class QuotedTrailersTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final Person DANA = new Person("Dana", "dana@example.com");
    private static final String WEB = trailers("web", "shop/web", 1);
    private static final String API = trailers("api", "shop/api", 2);
    /** The same image as the first one, for another policy. */
    private static final String WEB_EAST = trailers("web-east", "shop/web", 1);

    private static final String ONE = "Update web to shop/web:t1\n\n- apps/web.yaml: image from t0 to t1\n\n" + WEB;
    private static final String TWO = "Update api to shop/api:t2\n\n- apps/api.yaml: image from t0 to t2\n\n" + API;

    static final List<Arguments> MESSAGES = List.of(
            arguments("our own", ONE, "web"),
            arguments("GitHub: squash of one commit", ONE.replaceFirst("\n", " (#12)\n"), "web"),
            arguments(
                    "GitHub: squash of two commits",
                    "Update the suite (#12)\n\n* " + ONE + "\n* " + TWO
                            + "\n---------\n\nCo-authored-by: Dana <dana@example.com>\nSigned-off-by: Ben <b@example.com>\n",
                    "web api"),
            arguments(
                    "GitHub: squash of two commits, with a user's commit between",
                    "Suite (#12)\n\n* " + ONE + "\n* Fix a typo\n\nNote: see Millrace-Policy in the guide\n\n* " + TWO,
                    "web api"),
            arguments(
                    "GitLab: all commits",
                    "Merge branch 'millrace/suite' into 'main'\n\n" + ONE + "\n" + TWO
                            + "\nSee merge request shop/config!7\n",
                    "web api"),
            arguments(
                    "GitLab: all commits in a list",
                    "Suite\n\n* " + ONE.replace("\n", "\n  ") + "\n\n* " + TWO.replace("\n", "\n  ")
                            + "\n\nApproved-by: Ben <b@example.com>\n",
                    "web api"),
            arguments(
                    "Gitea: squash with the commits",
                    "Update the suite (#3)\n\n* " + ONE + "\n\n* " + TWO
                            + "\n\nReviewed-on: https://git.example/shop/config/pulls/3\nCo-authored-by: Millrace <m@example.com>\n",
                    "web api"),
            arguments(
                    "Bitbucket Cloud",
                    "Merged in millrace/suite (pull request #5)\n\nUpdate the suite\n\n* " + ONE + "\n* " + TWO
                            + "\nApproved-by: Ben\n",
                    "web api"),
            arguments(
                    "Bitbucket Data Center: indented like git merge --squash",
                    "Pull request #5: Suite\n\nMerge in SHOP/config from millrace/suite to main\n\nSquashed commit of the"
                            + " following:\n\ncommit 1\nAuthor: Millrace <m@example.com>\nDate:   Sat Mar 14 12:00:00 2026\n\n"
                            + TWO.indent(4) + "\ncommit 2\nAuthor: Millrace <m@example.com>\n\n" + ONE.indent(4),
                    "api web"),
            arguments("Azure: quoted", "Merged PR 9: Suite\n\n" + quoted("> ", ONE) + quoted("> ", TWO), "web api"),
            arguments("quoted twice", "Suite\n\n" + quoted("> > ", ONE), "web"),
            arguments("a list of trailers", "Suite\n\n" + quoted("- ", WEB) + quoted("  * ", API), "web api"),
            arguments("in code", "Suite\n\n```\n" + WEB + "```\n`" + API.replace("\n", "`\n`"), "web api"),
            arguments("line ends of Windows", ("Suite\n\n" + ONE + "\n" + TWO).replace("\n", "\r\n"), "web api"),
            arguments("other case", "Suite\n\n" + WEB.replace("Millrace-", "MILLRACE-") + "\nBye\n", "web"),
            arguments("blank lines between all lines", "Suite\n\n" + (WEB + API).replace("\n", "\n\n"), "web api"),
            arguments(
                    "values on lines of their own",
                    "Suite\n\n" + WEB.replace(": ", ":\n    ") + "\nText follows.",
                    "web"),
            arguments("a long line broken", "Suite\n\n" + WEB.replace(" 2026", "\n  2026") + "\nEnd: here\n", "web"),
            arguments("the same twice", "Suite\n\n" + ONE + "\n\n" + ONE, "web"),
            arguments("repeated lines left out", "Suite\n\n" + unique(WEB + WEB_EAST), "web web-east"),
            arguments(
                    "all but the last of repeated lines left out",
                    "Suite\n\n" + lastOnly(WEB + WEB_EAST),
                    "web web-east"),
            arguments(
                    "a policy of which nothing tells the image", "Suite\n\n" + unique(WEB + API + WEB_EAST), "web api"),
            arguments("dropped", "Update the suite (#12)", ""),
            arguments("only the subjects", "Suite (#12)\n\n* Update web\n* Update api\n", ""),
            arguments("cut off", "Suite\n\n" + WEB + API.substring(0, API.indexOf("Millrace-Image")), "web"),
            arguments("a policy alone", "Suite\n\nMillrace-Policy: web\n", ""),
            arguments("a chain too many", "Suite\n\n" + WEB + "\nMillrace-Chain: " + chain(9) + "\n", "web"),
            arguments("within a sentence", "Suite\n\nWe set Millrace-Policy: web\n", ""),
            arguments(
                    "with invalid ids",
                    "Suite\n\n" + WEB.replaceAll("Millrace-Event: .*", "Millrace-Event: no id"),
                    ""),
            arguments("empty", "", ""));

    @ParameterizedTest(name = "{0}")
    @FieldSource("MESSAGES")
    void findsTheUpdatesThatAMessageQuotes(String name, String message, String policies) {
        List<WrittenUpdate> carried = OurTrailers.carried(commit(message));

        assertThat(carried.stream().map(WrittenUpdate::policy).collect(Collectors.joining(" ")))
                .isEqualTo(policies);
        assertThat(carried).allSatisfy(update -> assertThat(update)
                .isEqualTo(expected(update.policy()).getFirst()));
    }

    @Test
    void onlyTheRevertOfSeveralSquashedCommitsIsARevert() {
        String revert = WEB + OurTrailers.reverts(CommitId.NONE, ImageReference.parse(image("shop/web", 1)));

        List<WrittenUpdate> carried =
                OurTrailers.carried(commit("Suite\n\n* Update api\n\n" + API + "\n* Revert web\n\n" + revert));

        assertThat(carried)
                .extracting(WrittenUpdate::policy, WrittenUpdate::reverts)
                .containsExactly(tuple("api", Optional.empty()), tuple("web", Optional.of(CommitId.NONE)));
    }

    @Test
    void aTextOfUsersInAMessageOfOursNamesNoUpdate() {
        String text = OurTrailers.withoutTrailers("Shop\n\n" + WEB + "* " + API.toLowerCase(Locale.ROOT));

        assertThat(OurTrailers.carried(commit(text))).isEmpty();
        assertThat(text).startsWith("Shop\n\nMillrace Chain: ").contains("\n* millrace chain: ");
        assertThat(OurTrailers.carried(commit(text + "\n\n" + API)))
                .extracting(WrittenUpdate::policy)
                .containsExactly("api");
    }

    @Test
    void anEndlessMessageIsReadUpToABound() {
        String flood = "Millrace-Policy: flood\n".repeat(200_000);

        assertThat(OurTrailers.carried(commit("Suite\n\n" + ONE + "\n" + flood)))
                .hasSizeLessThanOrEqualTo(1_000)
                .first()
                .extracting(WrittenUpdate::policy)
                .isEqualTo("web");
    }

    private static List<WrittenUpdate> expected(String policy) {
        String own = policy.equals("api") ? API : policy.equals("web") ? WEB : WEB_EAST;
        return OurTrailers.read(commit("Subject\n\n" + own));
    }

    private static Commit commit(String message) {
        return new Commit(CommitId.NONE, List.of(), DANA, DANA, NOON, message);
    }

    private static String trailers(String policy, String image, int n) {
        CommitId commit = new CommitId("%040x".formatted(n));
        return OurTrailers.write(
                chain(n),
                EventId.of("image.built", image, Integer.toString(n)),
                policy,
                ImageReference.parse(image(image, n)),
                BuildInfo.of(
                        Optional.of(new Source(
                                new RepositoryId("git.example/" + image), commit, GitRef.branch("main"), NOON, n)),
                        NOON),
                Optional.of(new Traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
    }

    private static ChainId chain(int n) {
        return ChainId.of(new RepositoryId("git.example/shop"), new CommitId("%040x".formatted(n)));
    }

    private static String image(String image, int n) {
        return "reg.example/" + image + ":t" + n + "@sha256:" + "%064x".formatted(n);
    }

    private static String quoted(String mark, String text) {
        return text.lines().map(line -> mark + line + "\n").collect(Collectors.joining());
    }

    private static String unique(String text) {
        return String.join("\n", new LinkedHashSet<>(text.lines().toList())) + "\n";
    }

    private static String lastOnly(String text) {
        List<String> reversed = text.lines().toList().reversed();
        return String.join(
                        "\n",
                        Arrays.asList(new LinkedHashSet<>(reversed).toArray(String[]::new))
                                .reversed())
                + "\n";
    }
}
