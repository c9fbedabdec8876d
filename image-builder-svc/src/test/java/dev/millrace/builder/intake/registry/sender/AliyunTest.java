package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Alibaba Cloud's container registry. */
class AliyunTest {
    static final Reading READING = new Reading(SenderKind.ALIYUN, Map.of(), """
            {'push_data': {'digest': '<DIGEST>', 'pushed_at': '2022-05-16 14:06:47', 'tag': '1.0'},
             'repository': {'date_created': '2022-05-12', 'name': 'web', 'namespace': 'shop', 'region': 'cn-hangzhou',
               'repo_authentication_type': 'NO_CERTIFIED', 'repo_full_name': 'shop/web', 'repo_type': 'PRIVATE'}}
            """.replace("<DIGEST>", Reading.DIGEST));

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a push", "", "", "registry.cn-hangzhou.aliyuncs.com/shop/web:1.0@4b4b"),
            Arguments.of(
                    "another region", "cn-hangzhou", "us-west-1", "registry.us-west-1.aliyuncs.com/shop/web:1.0@4b4b"),
            Arguments.of("an unknown region", "cn-hangzhou", "evil.example/x", "ignored"),
            Arguments.of("no region", ", 'region': 'cn-hangzhou'", "", "ignored"),
            Arguments.of("a region in upper case", "cn-hangzhou", "CN-Hangzhou", "ignored"),
            Arguments.of(
                    "no parts of the name",
                    "'name': 'web', 'namespace': 'shop', ",
                    "",
                    "registry.cn-hangzhou.aliyuncs.com/shop/web:1.0@4b4b"),
            Arguments.of("no tag", ", 'tag': '1.0'", "", "ignored"),
            Arguments.of(
                    "no digest",
                    "'digest': 'sha256:4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b', ",
                    "",
                    "registry.cn-hangzhou.aliyuncs.com/shop/web:1.0"),
            Arguments.of("no repository", "'repository'", "'repo'", "400"),
            Arguments.of("an invalid name", "'namespace': 'shop'", "'namespace': '..'", "400"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }

    static final List<Arguments> REGISTRIES = List.of(
            Arguments.of(
                    "shop-registry.cn-hangzhou.cr.aliyuncs.com",
                    "shop-registry.cn-hangzhou.cr.aliyuncs.com/shop/web:1.0@4b4b"),
            Arguments.of("https://registry.example/x", "registry.example/shop/web:1.0@4b4b"),
            Arguments.of("", "registry.cn-hangzhou.aliyuncs.com/shop/web:1.0@4b4b"),
            Arguments.of("no host at all", "400"));

    @ParameterizedTest
    @FieldSource("REGISTRIES")
    void theRegistryInTheQueryComesFirst(String registry, String expected) {
        assertThat(READING.outcome(Map.of(), Map.of("registry", registry), Optional.empty(), READING.body()))
                .isEqualTo(expected);
    }
}
