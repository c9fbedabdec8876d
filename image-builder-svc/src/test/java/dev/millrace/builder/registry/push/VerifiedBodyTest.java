package dev.millrace.builder.registry.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class VerifiedBodyTest {
    private static final byte[] CONTENT = random(100_000);
    private static final Descriptor DESCRIPTOR = Descriptor.of("a/b", CONTENT);

    static final List<Arguments> WRONG = List.of(
            Arguments.of(changed(0), "has other content"),
            Arguments.of(changed(CONTENT.length - 1), "has other content"),
            Arguments.of(random(50_000), "is smaller than described"),
            Arguments.of(new byte[1], "is smaller than described"),
            Arguments.of(random(100_001), "is larger than described"),
            Arguments.of(random(1_000_000), "is larger than described"));

    /** Collects what is sent. */
    private static final class Target implements Subscriber<ByteBuffer> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean complete;
        private @Nullable Throwable failure;

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        }

        @Override
        public void onError(Throwable error) {
            failure = error;
        }

        @Override
        public void onComplete() {
            complete = true;
        }
    }

    @Test
    void contentAsDescribedIsSentEachTime() {
        VerifiedBody body = new VerifiedBody(BodyPublishers.ofByteArray(CONTENT), DESCRIPTOR);

        for (int i = 0; i < 2; i++) {
            Target target = new Target();
            body.subscribe(target);
            assertThat(target.bytes.toByteArray()).isEqualTo(CONTENT);
            assertThat(target.complete).isTrue();
        }
        assertThat(body.fault()).isEmpty();
        assertThat(body.contentLength()).isEqualTo(CONTENT.length);
    }

    @ParameterizedTest
    @FieldSource("WRONG")
    void otherContentIsNeverComplete(byte[] content, String reason) {
        VerifiedBody body = new VerifiedBody(BodyPublishers.ofByteArray(content), DESCRIPTOR);
        Target target = new Target();

        body.subscribe(target);

        assertThat(body.fault()).isEqualTo(Optional.of(DESCRIPTOR.digest() + " " + reason));
        assertThat(target.complete).isFalse();
        assertThat(target.failure).hasMessage(DESCRIPTOR.digest() + " " + reason);
        assertThat(target.bytes.size()).isLessThan(CONTENT.length);
    }

    private static byte[] changed(int at) {
        byte[] content = CONTENT.clone();
        content[at] ^= 1;
        return content;
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(1).nextBytes(content);
        return content;
    }
}
