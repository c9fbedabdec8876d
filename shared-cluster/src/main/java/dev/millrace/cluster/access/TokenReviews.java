package dev.millrace.cluster.access;

import dev.millrace.events.value.Sha256;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the API server who the bearer of a token is (TokenReview), and whether this user may {@code get} a path (SubjectAccessReview of a non-resource
 * URL). An answer stands for a minute. Tokens are kept as hashes. Thread-safe.
 */
public final class TokenReviews {
    /** Longer than tokens of service accounts are. */
    private static final int MAX_TOKEN = 16 * 1024;

    private static final int MAX_ANSWERS = 1_000;
    private static final Duration VALID = Duration.ofMinutes(1);

    private record Question(String tokenHash, String path) {}

    private record Answer(boolean allowed, long untilMillis) {}

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Map<Question, Answer> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
            return size() > MAX_ANSWERS;
        }
    };

    public TokenReviews(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Returns true if the bearer may read a path. Blocking.
     *
     * @throws UncheckedIOException if the API server is unavailable, or doesn't let this service ask
     */
    public boolean mayRead(String token, String path) {
        if (token.isBlank() || token.length() > MAX_TOKEN) {
            return false;
        }
        Question question = new Question(Sha256.hex(token), path);
        Optional<Answer> known = known(question);
        if (known.isPresent()) {
            return known.get().allowed();
        }
        boolean allowed = ask(token, path);
        remember(question, allowed);
        return allowed;
    }

    private synchronized Optional<Answer> known(Question question) {
        return Optional.ofNullable(answers.get(question)).filter(one -> clock.millis() < one.untilMillis());
    }

    private synchronized void remember(Question question, boolean allowed) {
        answers.remove(question);
        answers.put(question, new Answer(allowed, clock.millis() + VALID.toMillis()));
    }

    private boolean ask(String token, String path) {
        try {
            return user(token).filter(user -> isAllowed(user, path)).isPresent();
        } catch (KubernetesClientException e) {
            throw new UncheckedIOException(
                    "checking the token of a request: HTTP status " + e.getCode(), new IOException(e));
        }
    }

    private Optional<UserInfo> user(String token) {
        TokenReview review = client.tokenReviews()
                .create(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .endSpec()
                        .build());
        return Boolean.TRUE.equals(review.getStatus().getAuthenticated())
                ? Optional.of(review.getStatus().getUser())
                : Optional.empty();
    }

    private boolean isAllowed(UserInfo user, String path) {
        Map<String, List<String>> extra = new HashMap<>(user.getExtra() == null ? Map.of() : user.getExtra());
        SubjectAccessReview review = client.authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user.getUsername())
                        .withUid(user.getUid())
                        .withGroups(user.getGroups())
                        .withExtra(extra)
                        .withNewNonResourceAttributes(path, "get")
                        .endSpec()
                        .build());
        return Boolean.TRUE.equals(review.getStatus().getAllowed());
    }
}
