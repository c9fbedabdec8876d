package dev.millrace.updater.review.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.git.host.HostRefused;
import dev.millrace.git.host.HostUnavailable;
import dev.millrace.git.remote.Credentials;
import dev.millrace.updater.review.ReviewRequest;
import org.junit.jupiter.api.Test;

/** Behaviour that is tested on stand-ins only, because it needs forks, wrong tokens or many requests. */
abstract class StandInContract extends ReviewHostContract {

    @Override
    abstract StandIn newWorld();

    @Test
    void seesNoRequestFromAFork() {
        try (StandIn host = newWorld()) {
            host.fork("millrace/production");

            assertThat(host.host().open(MAIN)).isEmpty();
            assertThat(host.host().newest(HEAD, MAIN)).isEmpty();
        }
    }

    @Test
    void readsAllPages() {
        try (StandIn host = newWorld()) {
            for (int i = 0; i < 5; i++) {
                host.host().open(proposal("updates/" + i, host.branch("updates/" + i), "web", false));
            }

            assertThat(host.host().open(MAIN)).extracting(ReviewRequest::number).hasSize(5);
        }
    }

    @Test
    void reportsARefusedTokenWithoutShowingIt() {
        try (StandIn host = newWorld()) {
            assertThatThrownBy(() ->
                            host.host(new Credentials.Bearer("wrong-token")).open(MAIN))
                    .isInstanceOf(HostRefused.class)
                    .hasMessageContaining("401")
                    .hasMessageNotContaining("wrong-token");
        }
    }

    @Test
    void isTriedAgainWhileTheHostIsUnreachable() {
        StandIn host = newWorld();
        host.close();

        assertThatThrownBy(() -> host.host().open(MAIN))
                .isInstanceOf(HostUnavailable.class)
                .hasMessageContaining("of shop/config at 127.0.0.1")
                .hasMessageNotContaining(StandIn.TOKEN);
    }
}
