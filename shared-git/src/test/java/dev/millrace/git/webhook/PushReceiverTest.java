package dev.millrace.git.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.git.GitUnavailable;
import dev.millrace.git.webhook.PushReceiver.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PushReceiverTest {
    private static final String BODY = """
            {"repository": "https://git.example/shop/web", "ref": "refs/heads/main", "before": "%s", "after": "%s"}
            """.formatted("a".repeat(40), "b".repeat(40));

    private final List<String> counted = new ArrayList<>();
    private final PushReceiver receiver = new PushReceiver(List.of("a secret"), counted::add, counted::add);

    @Test
    void aValidDeliveryIsAcceptedWithHeadersInAnyCase() {
        List<PushNotice> taken = new ArrayList<>();

        Answer answer = receive("X-Gitlab-TOKEN", "a secret", "Push Hook", taken::add);

        assertThat(answer).isEqualTo(new Answer(202, "1 of 1 ref changes stored"));
        assertThat(taken).hasSize(1);
        assertThat(counted).isEmpty();
    }

    @Test
    void anIgnoredDeliveryIsAcceptedToo() {
        assertThat(receive("X-Gitlab-Token", "a secret", "Push Hook", notice -> false))
                .isEqualTo(new Answer(202, "0 of 1 ref changes stored"));
        assertThat(receive("X-Gitlab-Token", "a secret", "Note Hook", notice -> true)
                        .status())
                .isEqualTo(202);
        assertThat(counted).containsExactly("webhook-event");
    }

    @Test
    void anUnknownSenderIsUnauthorized() {
        assertThat(receive("X-Gitlab-Token", "another", "Push Hook", notice -> true)
                        .status())
                .isEqualTo(401);
        assertThat(receive("X-Nothing", "", "Push Hook", notice -> true).status())
                .isEqualTo(401);
        assertThat(counted).containsExactly("webhook-forged", "webhook-unsigned");
    }

    @Test
    void aDeliveryThatCannotBeStoredNowGetsAStatusForRedelivery() {
        Answer withoutKafka = receive("X-Gitlab-Token", "a secret", "Push Hook", notice -> {
            throw new UncheckedIOException(new IOException("no answer"));
        });
        Answer withoutHost = receive("X-Gitlab-Token", "a secret", "Push Hook", notice -> {
            throw new GitUnavailable("fetching", new IOException("no answer"));
        });

        assertThat(withoutKafka.status()).isEqualTo(503);
        assertThat(withoutHost.status()).isEqualTo(503);
        assertThat(counted).containsExactly("git-webhook");
    }

    private Answer receive(String header, String value, String event, Predicate<PushNotice> take) {
        return receiver.receive(
                Map.of(header, List.of(value), "X-Gitlab-Event", List.of(event)),
                BODY.getBytes(StandardCharsets.UTF_8),
                take);
    }
}
