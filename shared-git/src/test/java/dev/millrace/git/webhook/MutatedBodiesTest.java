package dev.millrace.git.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.git.webhook.PushReceiver.Answer;
import dev.millrace.git.webhook.PushReceiver.Request;
import dev.millrace.git.webhook.body.BodyLimits;
import dev.millrace.git.webhook.rate.RateLimits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random mutations of each sender's body and proof: {@code make soak} tries 10,000 of each. */
class MutatedBodiesTest {
    private static final int MUTATIONS = 200 * Integer.getInteger("millrace.rounds", 2);

    private final PushReceiver receiver = new PushReceiver(
            new PushReceiver.Settings(
                    List.of("another secret", HostSender.SECRET),
                    BodyLimits.DEFAULT,
                    new RateLimits(1_000_000, 1_000_000, 1_000_000)),
            () -> 0,
            reason -> {},
            reason -> {});

    @ParameterizedTest
    @EnumSource
    void aSignedMutationIsStoredOrMalformed(HostSender sender) {
        Random random = new Random(sender.name().hashCode());
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] json = HostSender.bytes(sender.json);
            byte[] body = random.nextBoolean()
                    ? sender.body(Mutation.of(random, json))
                    : Mutation.of(random, sender.body(json));

            assertThat(receive(sender.headers(body), body).status())
                    .as("mutation %d", i)
                    .isIn(202, 400);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMutationOfTheBodyIsAForgery(HostSender sender) {
        byte[] signed = sender.body(HostSender.bytes(sender.json));
        Map<String, String> headers = sender.headers(signed);
        Random random = new Random(sender.name().hashCode());
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = Mutation.of(random, signed);
            if (sender.signsBody() && !Arrays.equals(body, signed)) {
                assertThat(receive(headers, body).status()).as("mutation %d", i).isEqualTo(401);
            }
        }
        assertThat(receive(headers, signed).line()).isEqualTo("1 of 1 ref changes stored");
    }

    @ParameterizedTest
    @EnumSource
    void aMutationOfTheProofIsAForgery(HostSender sender) {
        byte[] body = sender.body(HostSender.bytes(sender.json));
        Map<String, String> headers = sender.headers(body);
        Random random = new Random(sender.name().hashCode());
        for (int i = 0; i < MUTATIONS; i++) {
            Map<String, String> mutated = mutated(random, headers);
            boolean isForgery = Collections.disjoint(proofs(mutated), proofs(headers));

            assertThat(receive(mutated, body).status())
                    .as("mutation %d: %s", i, mutated)
                    .isEqualTo(isForgery ? 401 : 202);
        }
    }

    /** All proofs, decoded: digits in upper case, for example, are no forgery. */
    private static List<String> proofs(Map<String, String> headers) {
        WebhookProofs proofs = WebhookProofs.of(headers);
        return Stream.of(proofs.signatures(), proofs.standard(), proofs.tokens())
                .flatMap(List::stream)
                .map(HexFormat.of()::formatHex)
                .toList();
    }

    /** Headers of which the proof is mutated as text. */
    private static Map<String, String> mutated(Random random, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        all.replaceAll((name, value) -> name.matches(".*(signature|token|authorization).*")
                ? new String(Mutation.of(random, HostSender.bytes(value)), StandardCharsets.ISO_8859_1)
                : value);
        return all;
    }

    private Answer receive(Map<String, String> headers, byte[] body) {
        Map<String, List<String>> lists = new TreeMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return receiver.receive(new Request(lists, "192.0.2.1", new ByteArrayInputStream(body)), List::size);
    }
}
