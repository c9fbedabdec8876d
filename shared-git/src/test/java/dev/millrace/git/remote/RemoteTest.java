package dev.millrace.git.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class RemoteTest {

    @Test
    void userInfoIsRemovedFromTheUrl() {
        Remote remote =
                Remote.of(URI.create("https://dana:secret@git.example.com:8443/Shop/Web.git"), new Credentials.None());

        assertThat(remote.url()).hasToString("https://git.example.com:8443/Shop/Web.git");
        assertThat(remote.id().value()).isEqualTo("git.example.com:8443/shop/web");
        assertThat(remote.toString()).doesNotContain("secret", "dana");
    }

    @Test
    void noSecretIsShown() {
        assertThat(new Credentials.Basic("dana", "secret").toString()).isEqualTo("Basic[user=dana]");
        assertThat(new Credentials.Bearer("secret").toString()).doesNotContain("secret");
    }
}
