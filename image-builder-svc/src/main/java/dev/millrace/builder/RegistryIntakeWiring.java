package dev.millrace.builder;

import dev.millrace.builder.intake.registry.RegistryAliases;
import dev.millrace.builder.intake.registry.RegistryAliases.Alias;
import dev.millrace.builder.intake.registry.RegistrySender;
import dev.millrace.builder.intake.registry.RegistrySenders;
import dev.millrace.builder.intake.registry.SenderKind;
import dev.millrace.builder.intake.registry.proof.AnyProof;
import dev.millrace.builder.intake.registry.proof.BodySignature;
import dev.millrace.builder.intake.registry.proof.IdentityToken;
import dev.millrace.builder.intake.registry.proof.IssuerKeys;
import dev.millrace.builder.intake.registry.proof.PathToken;
import dev.millrace.builder.intake.registry.proof.Proof;
import dev.millrace.builder.intake.registry.proof.SecretHeader;
import dev.millrace.builder.intake.registry.proof.Secrets;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Creates the senders of registry notifications from the configuration. An invalid configuration stops the start with an error that names
 * the key.
 */
@Singleton
public class RegistryIntakeWiring {
    private static final String PREFIX = "millrace.builder.registry-webhook.";

    private final BuilderConfig config;
    private final Clock clock;

    RegistryIntakeWiring(BuilderConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    @Produces
    @Singleton
    RegistryAliases aliases() {
        List<Alias> aliases = new ArrayList<>();
        config.registries().forEach((name, one) -> {
            String key = "millrace.builder.registries.\"" + name + "\".aliases";
            for (String alias : one.aliases().orElse(List.of())) {
                aliases.add(named(key, () -> Alias.of(alias, one.host())));
            }
        });
        return new RegistryAliases(aliases);
    }

    @Produces
    @Singleton
    RegistrySenders senders() {
        return senders(config.registryWebhook(), clock);
    }

    static RegistrySenders senders(RegistryWebhookConfig webhook, Clock clock) {
        Map<SenderKind, RegistrySender> senders = new EnumMap<>(SenderKind.class);
        Optional<String> host = Optional.ofNullable(webhook.senders().get(SenderKind.DISTRIBUTION.pathName()))
                .flatMap(RegistryWebhookConfig.Sender::host);
        webhook.authorization()
                .map(value -> secrets(PREFIX + "authorization", value, Optional.empty()))
                .map(values -> new SecretHeader("Authorization", values))
                .ifPresent(proof ->
                        senders.put(SenderKind.DISTRIBUTION, new RegistrySender(SenderKind.DISTRIBUTION, proof, host)));
        webhook.senders().forEach((name, one) -> {
            SenderKind kind = SenderKind.named(name)
                    .orElseThrow(() -> new IllegalArgumentException(PREFIX + name + ": no such sender; known are "
                            + Stream.of(SenderKind.values())
                                    .map(SenderKind::pathName)
                                    .toList()));
            proof(kind, one, clock).ifPresent(proof -> senders.put(kind, new RegistrySender(kind, proof, one.host())));
        });
        return new RegistrySenders(senders.values());
    }

    /** The proof of a sender; empty if it is off, because it has no secret. */
    private static Optional<Proof> proof(SenderKind kind, RegistryWebhookConfig.Sender one, Clock clock) {
        String key = PREFIX + kind.pathName();
        Optional<Secrets> secret = one.secret().map(value -> secrets(key + ".secret", value, one.previousSecret()));
        return switch (kind.style()) {
            case PATH -> secret.map(values -> new PathToken(kind.pathName(), values));
            case SIGNATURE -> secret.map(values -> new BodySignature(kind.signatureHeaders(), values));
            case IDENTITY -> identity(key, one, clock);
            case HEADER -> {
                List<Proof> proofs = new ArrayList<>();
                one.authorization()
                        .map(value -> secrets(key + ".authorization", value, one.previousAuthorization()))
                        .ifPresent(values -> proofs.add(new SecretHeader(one.header(), values)));
                secret.ifPresent(values -> proofs.add(new PathToken(kind.pathName(), values)));
                yield proofs.isEmpty() ? Optional.empty() : Optional.of(new AnyProof(proofs));
            }
        };
    }

    private static Optional<Proof> identity(String key, RegistryWebhookConfig.Sender one, Clock clock) {
        if (one.audience().isPresent() != one.email().isPresent()) {
            throw new IllegalArgumentException(
                    key + ": set both audience and email; without one of them, tokens of any "
                            + "subscription would be accepted");
        }
        return one.audience()
                .map(audience -> new IdentityToken(
                        new IdentityToken.Expected(
                                one.issuers(), audience, one.email().orElseThrow()),
                        new IssuerKeys(one.keys(), clock),
                        clock));
    }

    /** The configured secrets, which must never appear in a log. */
    static List<String> secrets(RegistryWebhookConfig webhook) {
        Stream<Optional<String>> ofSenders = webhook.senders().values().stream()
                .flatMap(one -> Stream.of(
                        one.authorization(), one.previousAuthorization(), one.secret(), one.previousSecret()));
        return Stream.concat(Stream.of(webhook.authorization()), ofSenders)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Secrets secrets(String key, String value, Optional<String> previous) {
        return named(
                key,
                () -> new Secrets(
                        Stream.concat(Stream.of(value), previous.stream()).toList()));
    }

    private static <T> T named(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }
}
