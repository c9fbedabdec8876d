package dev.millrace.builder;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The senders of registry notifications. A sender without a secret is off. */
interface RegistryWebhookConfig {

    /** The complete Authorization header of Distribution's registry. */
    Optional<String> authorization();

    /** By kind, as in the path of the webhook. */
    @WithParentName
    Map<String, Sender> senders();

    interface Sender {
        /** The complete value of the header with which the sender identifies itself. */
        Optional<String> authorization();

        /** A value that is accepted as well while it is being replaced. */
        Optional<String> previousAuthorization();

        /** The name of that header. */
        @WithDefault("Authorization")
        String header();

        /** The secret of signatures, or of the token in the path. */
        Optional<String> secret();

        /** A secret that is accepted as well while it is being replaced. */
        Optional<String> previousSecret();

        /** The host of the sender's registry, in place of the one in its notifications. */
        Optional<String> host();

        /** The audience of identity tokens. */
        Optional<String> audience();

        /** The address of the service account in identity tokens. */
        Optional<String> email();

        /** The issuers of identity tokens. */
        @WithDefault("https://accounts.google.com,accounts.google.com")
        List<String> issuers();

        /** The address of the issuer's keys. */
        @WithDefault("https://www.googleapis.com/oauth2/v3/certs")
        URI keys();
    }
}
