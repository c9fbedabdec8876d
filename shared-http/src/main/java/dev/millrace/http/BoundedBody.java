package dev.millrace.http;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A body up to a number of bytes. If it is declared larger, none of it is read; otherwise reading ends with the first byte too many. {@link
 * java.net.http.HttpResponse.BodyHandlers#limiting} does the second only, and its error can be recognized by nothing but its message.
 */
final class BoundedBody implements BodySubscriber<byte[]> {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final byte[] NOTHING = {};

    /** The reason why a body was not read to its end. */
    static final class TooManyBytes extends IOException {
        private static final long serialVersionUID = 1L;

        TooManyBytes(long bytes, long maxBytes) {
            super(bytes + " bytes or more, at most " + maxBytes + " are accepted");
        }
    }

    private final BodySubscriber<byte[]> body;
    private final long declared;
    private final long maxBytes;
    private @Nullable Subscription subscription;
    private long received;
    private boolean refused;

    private BoundedBody(BodySubscriber<byte[]> body, long declared, long maxBytes) {
        this.body = body;
        this.declared = declared;
        this.maxBytes = maxBytes;
    }

    static BodyHandler<byte[]> of(HttpRequest request, int maxBytes) {
        boolean asksForHead = request.method().equals("HEAD");
        return head -> new BoundedBody(BodySubscribers.ofByteArray(), asksForHead ? 0 : declared(head), maxBytes);
    }

    /** Writes the body of a response with status 200 to a new file and yields an empty one; any other body is dropped. */
    static BodyHandler<byte[]> toFile(Path file, long maxBytes) {
        return head -> head.statusCode() == OK
                ? new BoundedBody(
                        BodySubscribers.mapping(
                                BodySubscribers.ofFile(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                written -> NOTHING),
                        declared(head),
                        maxBytes)
                : BodySubscribers.replacing(NOTHING);
    }

    /** The length that the head of a response promises; a response without a body may have one of another response. */
    private static long declared(ResponseInfo head) {
        return head.statusCode() == NOT_MODIFIED
                ? 0
                : head.headers().firstValueAsLong("Content-Length").orElse(0);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        refuseAbove(declared);
        if (!refused) {
            body.onSubscribe(subscription);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            received += buffer.remaining();
        }
        refuseAbove(received);
        if (!refused) {
            body.onNext(buffers);
        }
    }

    private void refuseAbove(long bytes) {
        if (bytes > maxBytes && !refused) {
            refused = true;
            if (subscription != null) {
                subscription.cancel();
            }
            body.onError(new TooManyBytes(bytes, maxBytes));
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!refused) {
            body.onError(failure);
        }
    }

    @Override
    public void onComplete() {
        if (!refused) {
            body.onComplete();
        }
    }
}
