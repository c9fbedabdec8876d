package dev.millrace.builder.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
    private final Redactor redactor = new Redactor(List.of("s3cret", "s3cret-and-more", "abc"));

    @ParameterizedTest
    @CsvSource({
        "nothing to hide here, nothing to hide here",
        "token s3cret here, token *** here",
        "the longer s3cret-and-more first, the longer *** first",
        "a secret as short as abc would hide half a log, a secret as short as abc would hide half a log",
        "cloning https://bob:hunter2@git.example/shop, cloning https://***@git.example/shop",
        "cloning https://ghp_0123@git.example/shop, cloning https://***@git.example/shop",
        "https://git.example/shop@main, https://git.example/shop@main",
        "> Authorization: Bearer eyJhbGciOi.x-y_z, > Authorization: ***",
        "curl -H authorization: Basic Ym9iOmh1bnRlcjI=, curl -H authorization: ***",
        "Bearer of bad news, Bearer of bad news"
    })
    void credentialsAreHidden(String text, String clean) {
        assertThat(redactor.redact(text)).isEqualTo(clean);
    }
}
