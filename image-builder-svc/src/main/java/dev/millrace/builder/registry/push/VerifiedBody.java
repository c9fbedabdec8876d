package dev.millrace.builder.registry.push;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A body whose size and digest are verified while it is sent. The last bytes are not sent unless both are right, so a registry never has wrong
 * content complete.
 */
final class VerifiedBody implements BodyPublisher {
    private final BodyPublisher source;
    private final Descriptor descriptor;
    private volatile @Nullable String fault;

    VerifiedBody(BodyPublisher source, Descriptor descriptor) {
        this.source = source;
        this.descriptor = descriptor;
    }

    /** The reason why the last sending was ended by this body; empty if it was not. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public long contentLength() {
        return descriptor.size();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        fault = null;
        source.subscribe(new Check(subscriber));
    }

    private final class Check implements Subscriber<ByteBuffer> {
        private final Subscriber<? super ByteBuffer> target;
        private final MessageDigest digest = sha256();
        private @Nullable Subscription subscription;
        private long bytes;
        private boolean ended;

        Check(Subscriber<? super ByteBuffer> target) {
            this.target = target;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            target.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            if (ended) {
                return;
            }
            bytes += buffer.remaining();
            digest.update(buffer.duplicate());
            if (bytes < descriptor.size() || (bytes == descriptor.size() && isDigestRight())) {
                target.onNext(buffer);
            } else {
                end(bytes > descriptor.size() ? "is larger than described" : "has other content");
            }
        }

        private boolean isDigestRight() {
            return descriptor.digest().value().equals("sha256:" + HexFormat.of().formatHex(digest.digest()));
        }

        @Override
        public void onError(Throwable failure) {
            if (!ended) {
                end("can't be read: " + failure.getClass().getSimpleName());
            }
        }

        @Override
        public void onComplete() {
            if (ended) {
                return;
            }
            if (bytes < descriptor.size()) {
                end("is smaller than described");
            } else {
                ended = true;
                target.onComplete();
            }
        }

        private void end(String reason) {
            ended = true;
            fault = descriptor.digest() + " " + reason;
            if (subscription != null) {
                subscription.cancel();
            }
            target.onError(new IOException(fault));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JVM has SHA-256", e);
        }
    }
}
