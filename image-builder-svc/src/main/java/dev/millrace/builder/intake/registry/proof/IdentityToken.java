package dev.millrace.builder.intake.registry.proof;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token of OpenID Connect, as Google signs it for push subscriptions of Pub/Sub (cloud.google.com/pubsub, "Authentication for push
 * subscriptions"): a JWT with RS256 of one of the issuers, for our audience, of the configured service account.
 */
public final class IdentityToken implements Proof {
    private static final String BEARER = "bearer ";
    private static final int MAX_LENGTH = 8192;
    private static final int SKEW_SECONDS = 60;
    private static final int MAX_LIFETIME_MINUTES = 24 * 60;

    /**
     * The expected claims.
     *
     * @param issuers any of which may have signed
     * @param audience as in the subscription
     * @param email the address of the subscription's service account
     */
    public record Expected(List<String> issuers, String audience, String email) {}

    private final Expected expected;
    private final VerificationKeyResolver keys;
    private final Clock clock;

    public IdentityToken(Expected expected, IssuerKeys keys, Clock clock) {
        this.expected = expected;
        this.keys = keys.resolver();
        this.clock = clock;
    }

    @Override
    public Verdict beforeBody(Evidence evidence) {
        Optional<String> header = evidence.header("authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER));
        return header.map(value -> check(value.substring(BEARER.length()).strip()))
                .orElse(Verdict.MISSING);
    }

    private Verdict check(String token) {
        if (token.length() > MAX_LENGTH) {
            return Verdict.WRONG;
        }
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                    .setVerificationKeyResolver(keys)
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                    .setRequireExpirationTime()
                    .setMaxFutureValidityInMinutes(MAX_LIFETIME_MINUTES)
                    .setRequireIssuedAt()
                    .setIssuedAtRestrictions(SKEW_SECONDS, MAX_LIFETIME_MINUTES * 60)
                    .setExpectedIssuers(true, expected.issuers().toArray(String[]::new))
                    .setExpectedAudience(true, expected.audience())
                    .build()
                    .processToClaims(token);
            return isExpectedAccount(claims) ? Verdict.GENUINE : Verdict.WRONG;
        } catch (InvalidJwtException e) {
            return isUnavailable(e) ? Verdict.UNAVAILABLE : Verdict.WRONG;
        }
    }

    private boolean isExpectedAccount(JwtClaims claims) {
        return expected.email().equals(claims.getClaimValue("email"))
                && Boolean.TRUE.equals(claims.getClaimValue("email_verified"));
    }

    /** The keys can't be fetched, which says nothing about the token. */
    private static boolean isUnavailable(@Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
