package dev.millrace.git.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.webhook.WebhookVerdict.Accepted;
import dev.millrace.git.webhook.WebhookVerdict.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Bodies with faults, properly signed. The characters of a text here are the bytes of the body. */
class DamagedBodiesTest {
    private static final WebhookVerdict PUSH = new Accepted(List.of(new PushNotice(
            new RepositoryId("git.example/shop/web"),
            GitRef.branch("main"),
            new CommitId(HostSender.BEFORE),
            new CommitId(HostSender.AFTER))));
    private static final int MEGABYTE = 1 << 20;

    /** Values of keys that nobody needs. */
    static final List<Arguments> VALUES = List.of(
            Arguments.of("null", "null"),
            Arguments.of("true", "true"),
            Arguments.of("a number", "-1.5e300"),
            Arguments.of("a number of 1 MB", "7".repeat(MEGABYTE)),
            Arguments.of("a text of 1 MB", "\"" + "x".repeat(MEGABYTE) + "\""),
            Arguments.of("lists 5,000 deep", "[".repeat(5_000) + "]".repeat(5_000)),
            Arguments.of("objects 5,000 deep", "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)),
            Arguments.of("a list of 10,000 refs", "[" + "\"refs/heads/x\",".repeat(10_000) + "null]"),
            Arguments.of("an object of 10,000 keys", "{" + "\"a\":{\"b\":[1]},".repeat(10_000) + "\"c\":2}"),
            Arguments.of("a key of 1 MB", "{\"" + "k".repeat(MEGABYTE) + "\":1}"),
            Arguments.of("an empty key", "{\"\":1}"),
            Arguments.of("text that is not UTF-8", "\"\u00ff\u00fe\u00c3(\u00e2\u0082\""),
            Arguments.of("half a surrogate pair", "\"\\ud800 \\udc00\\ud800\""),
            Arguments.of("control characters", "\"a\tb\u0000c\""),
            Arguments.of("needed keys elsewhere", "{\"ref\":7,\"before\":null,\"repository\":[],\"changes\":{}}"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("VALUES")
    void aFaultInAKeyThatNobodyNeedsStillStoresThePush(String name, String value) {
        for (HostSender sender : HostSender.values()) {
            String json = sender.json.replace("\"commits\":[]", "\"size\":0");
            String member = "\"commits\":" + value;

            assertThat(verify(sender, "{" + member + "," + json.substring(1)))
                    .as("%s: first", sender)
                    .isEqualTo(PUSH);
            assertThat(verify(sender, json.substring(0, json.length() - 1) + "," + member + "}"))
                    .as("%s: last", sender)
                    .isEqualTo(PUSH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatFollowsTheNeededFieldsMayBeBroken(HostSender sender) {
        String open = sender.json.substring(0, sender.json.length() - 1);

        for (String end : List.of("", ",", ",\"commits\":[{", ",\"a\":tru", ",\"a\":\"\u00ff", "}}}", "}\0\0", "} [")) {
            assertThat(verify(sender, open + end)).as(end).isEqualTo(PUSH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aByteOrderMarkAndWhiteSpaceChangeNothing(HostSender sender) {
        assertThat(verify(sender, "\u00ef\u00bb\u00bf" + sender.json)).isEqualTo(PUSH);
        assertThat(verify(sender, "\r\n\t " + sender.json.replace("\n", "\r\n") + "\r\n"))
                .isEqualTo(PUSH);
    }

    @ParameterizedTest
    @EnumSource
    void ofAKeyThatOccursTwiceTheLastTextCounts(HostSender sender) {
        String first = sender.json.replaceFirst("\\{", "{\"ref\":\"refs/heads/old\",\"ref\":null,");
        String last = sender.json.substring(0, sender.json.length() - 1) + ",\"ref\":null,\"changes\":7,\"push\":\"\"}";

        assertThat(verify(sender, first)).isEqualTo(PUSH);
        assertThat(verify(sender, last)).isEqualTo(PUSH);
    }

    @ParameterizedTest
    @EnumSource
    void aFaultInANeededFieldIsMalformed(HostSender sender) {
        for (String value : List.of("null", "7", "[]", "{}", "true", "\"\"", "\"" + "b".repeat(MEGABYTE) + "\"")) {
            String json = sender.json.replace("\"" + HostSender.AFTER + "\"", value);

            assertThat(verify(sender, json)).as(value).isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatIsNoTextIsMalformed(HostSender sender) {
        Pattern address = Pattern.compile("\"https://git.example/[^\"]*\"");

        for (String value : List.of("null", "7", "[]", "{}", "\"nowhere\"", "\"https://\"", "\"x y\"")) {
            assertThat(verify(sender, address.matcher(sender.json).replaceAll(value)))
                    .as(value)
                    .isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatIsNoObjectIsMalformedOrOfNoEvent(HostSender sender) {
        for (String body :
                List.of("", " ", "null", "7", "[]", "\"x\"", "{", "{}", "\u00ff", "<push/>", "[".repeat(MEGABYTE))) {
            assertThat(verify(sender, body))
                    .as(body.substring(0, Math.min(9, body.length())))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void oneInvalidChangeDoesNotLoseTheOthers() {
        for (HostSender sender : List.of(
                HostSender.AZURE, HostSender.GITLAB_UPDATE, HostSender.BITBUCKET_CLOUD, HostSender.BITBUCKET_SERVER)) {
            String json = sender.json.replaceFirst(
                    "(?i)(updates|changes)\":\\[", "$1\":[{},null,7,[],{\"ref\":\"x\",\"name\":\"x\"},");

            assertThat(verify(sender, json)).as(sender.name()).isEqualTo(PUSH);
        }
    }

    @Test
    void tenThousandRefsAreRead() {
        String change = "{\"name\":\"refs/heads/b%d\",\"oldObjectId\":\"" + HostSender.BEFORE + "\",\"newObjectId\":\""
                + HostSender.AFTER + "\"}";
        StringBuilder changes = new StringBuilder();
        for (int i = 0; i < 10_500; i++) {
            changes.append(change.formatted(i)).append(',');
        }
        String json = HostSender.AZURE.json.replace("\"refUpdates\":[", "\"refUpdates\":[" + changes);

        assertThat(verify(HostSender.AZURE, json))
                .isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.pushes())
                        .hasSize(10_000));
    }

    private static WebhookVerdict verify(HostSender sender, String json) {
        return sender.verify(json.getBytes(StandardCharsets.ISO_8859_1));
    }
}
