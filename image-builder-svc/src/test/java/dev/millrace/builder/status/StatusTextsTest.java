package dev.millrace.builder.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.journal.Redactor;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.value.ImageName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTextsTest {
    private final StatusTexts texts = new StatusTexts(
            new Redactor(List.of("s3cret-token")), Optional.of("https://builds.example/builds/{build}/log"));

    @Test
    void aFailureHasItsReasonOnOneLineWithoutCredentialsAndAtMostTheLengthThatHostsAccept() {
        BuildFailed failed =
                Results.failed("fetching\nhttps://bot:hunter22@git.example with s3cret-token: " + "é".repeat(300));

        CommitStatus status = texts.failed(failed, Optional.of("4f"));

        assertThat(status.text())
                .startsWith("fetching https://***@git.example with ***: éé")
                .endsWith("é…")
                .doesNotContain("hunter22", "s3cret");
        assertThat(status.text().codePointCount(0, status.text().length())).isEqualTo(140);
        assertThat(status.target()).contains(URI.create("https://builds.example/builds/4f/log"));
    }

    @Test
    void aSuccessHasTheDigest() {
        CommitStatus status = texts.built(Results.built(), Results.SOURCE, Optional.empty());

        assertThat(status.text()).isEqualTo("built " + Results.DIGEST + ", tag v1");
        assertThat(status.context()).isEqualTo("millrace/shop/web");
        assertThat(status.target()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example/shop/web, millrace/shop/web",
        "registry.example:5000/web, millrace/web",
        ", millrace/build",
        "registry.example/exactly-forty-characters-123456, millrace/exactly-forty-characters-123456",
    })
    void theContextIsTheImageWithoutItsRegistryAndAlsoItsKey(String image, String context) {
        String actual = StatusContext.of(Optional.ofNullable(image).map(ImageName::new));

        assertThat(actual).isEqualTo(context);
        assertThat(StatusContext.key(actual)).isEqualTo(context);
    }

    @Test
    void longNamesStayDifferent() {
        String one = StatusContext.of(Optional.of(new ImageName("r.example/" + "a".repeat(220) + "/one")));
        String other = StatusContext.of(Optional.of(new ImageName("r.example/" + "a".repeat(220) + "/two")));

        assertThat(one).hasSize(200).isNotEqualTo(other);
        assertThat(other).hasSize(200);
        assertThat(StatusContext.key(one)).hasSize(40).isNotEqualTo(StatusContext.key(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://builds.example/log", "builds/{build}", "ftp://builds.example/{build}"})
    void anAddressThatNamesNoLogIsRefused(String template) {
        assertThatThrownBy(() -> new StatusTexts(new Redactor(List.of()), Optional.of(template)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an address with {build}");
    }
}
