package dev.millrace.git.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.git.GitUnavailable;
import dev.millrace.git.webhook.PushReceiver.Answer;
import dev.millrace.git.webhook.body.BodyLimits;
import dev.millrace.git.webhook.rate.RateLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PushReceiverTest {
    private static final String BODY = """
            {"repository": "https://git.example/shop/web", "ref": "refs/heads/main", "before": "%s", "after": "%s"}
            """.formatted("a".repeat(40), "b".repeat(40));

    private final List<String> counted = new ArrayList<>();
    private final PushReceiver receiver = receiver(List.of("a secret"));

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

    @Test
    void aDeliveryForLaterHasARetryAfter() {
        Answer withoutKafka = receive("X-Gitlab-Token", "a secret", "Push Hook", notice -> {
            throw new UncheckedIOException(new IOException("no answer"));
        });

        assertThat(withoutKafka.retryAfter()).contains(Duration.ofSeconds(10));
        assertThat(withoutKafka.isRead()).isTrue();
    }

    @Test
    void withoutASecretEverythingIsNotFound() {
        PushReceiver off = receiver(List.of());

        Answer answer = off.receive(request(Map.of("X-Gitlab-Token", ""), new Unread()), List::size);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.isRead()).isFalse();
        assertThat(counted).containsExactly("webhook-off");
    }

    @Test
    void anUnsignedDeliveryAndAWrongTokenAreRefusedBeforeTheBodyIsRead() {
        for (Map<String, String> headers : List.of(
                Map.of("X-GitHub-Event", "push"),
                Map.of("X-Gitlab-Event", "Push Hook", "X-Gitlab-Token", "wrong"),
                Map.of("Authorization", "Basic d3Jvbmc6d3Jvbmc="))) {
            Answer answer = receiver.receive(request(headers, new Unread()), List::size);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.isRead()).isFalse();
        }
    }

    @Test
    void aLargeDeclaredLengthIsRefusedBeforeTheBodyIsRead() {
        Map<String, String> headers = Map.of("Content-Length", "26214401", "X-Gitlab-Token", "a secret");

        Answer answer = receiver.receive(request(headers, new Unread()), List::size);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.isRead()).isFalse();
        assertThat(counted).containsExactly("webhook-too-large");
    }

    @Test
    void deliveriesAreRefusedWhileOthersUseTheBudget() {
        Map<String, String> headers = Map.of("Content-Length", "20000000", "X-Gitlab-Token", "a secret");
        List<Answer> nested = new ArrayList<>();
        InputStream outer = new InputStream() {
            @Override
            public int read() {
                return -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                // While this body is read, it uses more than half of what unverified senders may use.
                nested.add(receiver.receive(request(headers, new Unread()), List::size));
                return -1;
            }
        };

        receiver.receive(request(headers, outer), List::size);

        assertThat(nested).hasSize(1).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.retryAfter()).contains(Duration.ofSeconds(10));
            assertThat(answer.isRead()).isFalse();
        });
        assertThat(counted).contains("webhook-busy");
    }

    @Test
    void tooManyRejectedRequestsOfAnAddressSlowDownThatAddressAlone() {
        for (int i = 0; i < 60; i++) {
            receive("X-Gitlab-Token", "wrong", "Push Hook", notice -> true);
        }

        Answer next = receive("X-Gitlab-Token", "a secret", "Push Hook", notice -> true);
        Answer other = receiver.receive(
                new PushReceiver.Request(
                        Map.of("X-Gitlab-Event", List.of("Push Hook"), "X-Gitlab-Token", List.of("a secret")),
                        "192.0.2.2",
                        body()),
                List::size);

        assertThat(next.status()).isEqualTo(429);
        assertThat(next.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(other.status()).isEqualTo(202);
    }

    @Test
    void tooManyDeliveriesForARepositoryAreSlowedDown() {
        PushReceiver slow = new PushReceiver(
                new PushReceiver.Settings(List.of("a secret"), BodyLimits.DEFAULT, new RateLimits(300, 1, 60)),
                () -> 0,
                counted::add,
                counted::add);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            statuses.add(slow.receive(
                            request(Map.of("X-Gitlab-Event", "Push Hook", "X-Gitlab-Token", "a secret"), body()),
                            List::size)
                    .status());
        }

        assertThat(statuses).containsExactly(202, 202, 429);
    }

    @Test
    void noSecretIsShown() {
        assertThat(new PushReceiver.Settings(List.of("a secret"), BodyLimits.DEFAULT, RateLimits.DEFAULT).toString())
                .doesNotContain("a secret");
    }

    private PushReceiver receiver(List<String> secrets) {
        return new PushReceiver(
                new PushReceiver.Settings(secrets, BodyLimits.DEFAULT, RateLimits.DEFAULT),
                () -> 0,
                counted::add,
                counted::add);
    }

    private Answer receive(String header, String value, String event, Predicate<PushNotice> take) {
        return receiver.receive(request(Map.of(header, value, "X-Gitlab-Event", event), body()), PushStore.each(take));
    }

    private static InputStream body() {
        return new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8));
    }

    private static PushReceiver.Request request(Map<String, String> headers, InputStream body) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new PushReceiver.Request(lists, "192.0.2.1", body);
    }

    /** A body that must not be read. */
    private static final class Unread extends InputStream {
        @Override
        public int read() {
            throw new AssertionError("the body was read");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return read();
        }
    }
}
