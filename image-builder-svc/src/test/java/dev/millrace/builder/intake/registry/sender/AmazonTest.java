package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Amazon's ECR, events of EventBridge as they are. */
class AmazonTest {
    static final Reading READING = new Reading(SenderKind.ECR, Map.of(), """
            {'version': '0', 'id': '13cde686', 'detail-type': 'ECR Image Action', 'source': 'aws.ecr',
             'account': '123456789012', 'time': '2019-11-16T01:54:34Z', 'region': 'eu-west-1', 'resources': [], 'detail': {
              'result': 'SUCCESS', 'repository-name': 'shop/web', 'image-digest': '<DIGEST>', 'action-type': 'PUSH',
              'image-tag': '1.0'}}
            """.replace("<DIGEST>", Reading.DIGEST));

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a push", "", "", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.0@4b4b"),
            Arguments.of("a deletion", "'PUSH'", "'DELETE'", "ignored"),
            Arguments.of("a failure", "'SUCCESS'", "'FAILURE'", "ignored"),
            Arguments.of("a scan", "ECR Image Action", "ECR Image Scan", "ignored"),
            Arguments.of("no kind", "'detail-type': 'ECR Image Action', ", "", "ignored"),
            Arguments.of("no tag", ",\n  'image-tag': '1.0'", "", "ignored"),
            Arguments.of("an empty tag", "'1.0'", "''", "ignored"),
            Arguments.of("no repository", "'repository-name': 'shop/web', ", "", "400"),
            Arguments.of("no detail", "'detail'", "'details'", "400"),
            Arguments.of("no account", "'account': '123456789012', ", "", "400"),
            Arguments.of("an account that is no number", "'123456789012'", "'evil.example/x'", "400"),
            Arguments.of("no region", "'region': 'eu-west-1', ", "", "400"),
            Arguments.of("a region that is a host", "'eu-west-1'", "'x.evil.example/'", "400"),
            Arguments.of(
                    "a region in China",
                    "'eu-west-1'",
                    "'cn-north-1'",
                    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a region for governments",
                    "'eu-west-1'",
                    "'us-gov-west-1'",
                    "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a chart",
                    "'result': 'SUCCESS'",
                    "'result': 'SUCCESS', 'artifact-media-type': 'application/vnd.cncf.helm.config.v1+json'",
                    "ignored"),
            Arguments.of(
                    "a name in upper case",
                    "'shop/web'",
                    "'Shop/Web'",
                    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.0@4b4b"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
