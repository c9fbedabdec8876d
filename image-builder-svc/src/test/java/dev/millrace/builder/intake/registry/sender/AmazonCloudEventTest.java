package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Amazon's ECR, as CloudEvents. */
class AmazonCloudEventTest {
    static final Reading READING = new Reading(SenderKind.ECR, Map.of(), """
            {'specversion': '1.0', 'id': '13cde686', 'type': 'com.amazon.ecr.image.push', 'datacontenttype': 'application/json',
             'source': 'urn:aws:ecr:eu-west-1:123456789012:repository/shop/web', 'subject': 'shop/web:1.0',
             'data': {'repositoryName': 'shop/web', 'imageDigest': '<DIGEST>', 'imageTag': '1.0', 'registryId': '123456789012'}}
            """.replace("<DIGEST>", Reading.DIGEST));

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a push", "", "", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.0@4b4b"),
            Arguments.of(
                    "no name and no tag, from the subject",
                    "'repositoryName': 'shop/web', 'imageDigest': 'sha256:4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b', 'imageTag': '1.0', ",
                    "",
                    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.0"),
            Arguments.of(
                    "no tag, from the subject",
                    ", 'imageTag': '1.0'",
                    "",
                    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a subject without a tag",
                    "'subject': 'shop/web:1.0'",
                    "'subject': 'shop/web'",
                    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.0@4b4b"),
            Arguments.of(
                    "no account in the data",
                    ", 'registryId': '123456789012'",
                    "",
                    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.0@4b4b"),
            Arguments.of("no source", "'source'", "'src'", "400"),
            Arguments.of("a source of another kind", "urn:aws:ecr:", "urn:aws:s3:", "400"),
            Arguments.of(
                    "a source as an ARN",
                    "urn:aws:ecr:",
                    "arn:aws:ecr:",
                    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.0@4b4b"),
            Arguments.of(
                    "the whole event as data",
                    "{'repositoryName': 'shop/web', 'imageDigest': 'sha256:4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b', 'imageTag': '1.0', 'registryId': '123456789012'}",
                    "{'detail-type': 'ECR Image Action', 'account': '210987654321', 'region': 'us-east-2', 'detail': {'result': 'SUCCESS', 'repository-name': 'shop/api', 'action-type': 'PUSH', 'image-tag': '2'}}",
                    "210987654321.dkr.ecr.us-east-2.amazonaws.com/shop/api:2"),
            Arguments.of("a failure as data", "'registryId'", "'result': 'FAILURE', 'registryId'", "ignored"),
            Arguments.of("a deletion", "ecr.image.push", "ecr.image.delete", "ignored"),
            Arguments.of("a scan", "ecr.image.push", "ecr.image.scan", "ignored"),
            Arguments.of("no data", "'data'", "'payload'", "ignored"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
