package dev.millrace.updater.registry.confirm;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.updater.registry.RegistryImage;
import dev.millrace.updater.registry.RegistryImages;
import dev.millrace.updater.registry.verify.ImageVerdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Requests each image once from its registry; concurrent callers share the request and its answer. */
public final class RegistryConfirmer implements ImageConfirmer {
    /** The time for which an answer is cached: a tag may move. */
    private static final Duration TTL = Duration.ofMinutes(10);

    private static final int MAX_CACHED = 10_000;

    /** Per registry: one that doesn't answer holds up no other. */
    private static final int PARALLELISM = 16;

    private final RegistryReader client;
    private final RegistryImages images;
    private final Set<String> unconfirmed;
    private final Consumer<ImageName> refused;

    /** By the host of a configured registry. */
    private final Map<String, Semaphore> free = new ConcurrentHashMap<>();

    private final Map<Key, CachedAnswer> answers = new LinkedHashMap<>();

    /**
     * @param unconfirmed hosts of registries that are not configured and whose images are written all the same
     * @param refused receives the name of each image that is not confirmed
     */
    public RegistryConfirmer(
            RegistryReader client, RegistryImages images, Set<String> unconfirmed, Consumer<ImageName> refused) {
        this.client = client;
        this.images = images;
        this.unconfirmed = Set.copyOf(unconfirmed);
        this.refused = refused;
    }

    private record Key(ImageName image, Tag tag, Digest digest, boolean labels) {
        static Key of(ImageClaim claim) {
            return new Key(
                    claim.image(), claim.tag(), claim.digest(), claim.source().isPresent());
        }
    }

    private record CachedAnswer(CompletableFuture<RegistryAnswer> answer, long until) {
        boolean isUsable() {
            return System.nanoTime() - until < 0 && !answer.isCompletedExceptionally();
        }
    }

    @Override
    public ImageVerdict confirm(ImageClaim claim) {
        if (!client.knows(claim.image())) {
            String host = claim.image().registry();
            return unconfirmed.contains(host)
                    ? new ImageVerdict.Verified()
                    : new ImageVerdict.Refused(claim.reference() + ": the registry " + host
                            + " is not configured, so nothing confirms the image; add it to millrace.updater.registries, or its"
                            + " host to millrace.updater.unconfirmed-registries");
        }
        Optional<String> objection = objection(claim);
        if (objection.isEmpty()) {
            return new ImageVerdict.Verified();
        }
        forget(claim);
        refused.accept(claim.image());
        return new ImageVerdict.Refused(claim.reference() + ": " + objection.get());
    }

    private Optional<String> objection(ImageClaim claim) {
        try {
            return answer(claim).join().objection(claim);
        } catch (CompletionException e) {
            return switch (e.getCause()) {
                case RegistryRefused no -> Optional.of(String.valueOf(no.getMessage()));
                case RuntimeException other -> throw other;
                case null, default -> throw e;
            };
        }
    }

    @Override
    public void prefetch(ImageClaim claim) {
        if (client.knows(claim.image())) {
            CompletableFuture<RegistryAnswer> unused = answer(claim);
        }
    }

    /** The answer that is known or on its way, or else a new one. */
    private CompletableFuture<RegistryAnswer> answer(ImageClaim claim) {
        Key key = Key.of(claim);
        CompletableFuture<RegistryAnswer> answer;
        synchronized (answers) {
            CachedAnswer known = answers.get(key);
            if (known != null && known.isUsable()) {
                return known.answer();
            }
            answer = new CompletableFuture<>();
            answers.remove(key);
            answers.put(key, new CachedAnswer(answer, System.nanoTime() + TTL.toNanos()));
            if (answers.size() > MAX_CACHED) {
                answers.remove(answers.keySet().iterator().next());
            }
        }
        Thread.ofVirtual().name("registry-confirmation").start(() -> complete(answer, key));
        return answer;
    }

    /** A refused image may be pushed a moment later. */
    private void forget(ImageClaim claim) {
        synchronized (answers) {
            answers.remove(Key.of(claim));
        }
    }

    private void complete(CompletableFuture<RegistryAnswer> answer, Key key) {
        Semaphore room = free.computeIfAbsent(key.image().registry(), host -> new Semaphore(PARALLELISM));
        room.acquireUninterruptibly();
        try {
            answer.complete(ask(key));
        } catch (RuntimeException | Error e) { // the outermost catch of the thread; the waiting callers get it
            answer.completeExceptionally(e);
        } finally {
            room.release();
        }
    }

    private RegistryAnswer ask(Key key) {
        Optional<Digest> tagged = client.digest(key.image(), key.tag());
        boolean exists = tagged.equals(Optional.of(key.digest()))
                || client.manifest(key.image(), key.digest()).isPresent();
        return new RegistryAnswer(
                tagged,
                exists,
                exists && key.labels()
                        ? images.at(key.image(), key.digest()).flatMap(RegistryImage::source)
                        : Optional.empty());
    }
}
