package dev.millrace.sync.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.sync.identity.Identity.Account;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityPolicyTest {
    private static final IdentityPolicy TEAMS = new IdentityPolicy(Optional.of("deployer"), Set.of("platform"));

    static final List<Arguments> APPLICATIONS = List.of(
            arguments(IdentityPolicy.OWN_RIGHTS, "shop", Optional.empty(), Identity.OWN),
            arguments(IdentityPolicy.OWN_RIGHTS, "shop", Optional.of("web"), new Account("shop", "web")),
            arguments(TEAMS, "shop", Optional.empty(), new Account("shop", "deployer")),
            arguments(TEAMS, "shop", Optional.of("web"), new Account("shop", "web")),
            arguments(TEAMS, "platform", Optional.empty(), Identity.OWN),
            arguments(TEAMS, "platform", Optional.of("web"), new Account("platform", "web")),
            arguments(TEAMS, "platform-2", Optional.empty(), new Account("platform-2", "deployer")));

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void anApplicationActsAsAnAccountOfItsNamespaceOrByTheAgentsOwnRights(
            IdentityPolicy policy, String namespace, Optional<String> requested, Identity identity) {
        assertThat(policy.of(namespace, requested)).isEqualTo(identity);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Deployer",
                "-deployer",
                "deployer-",
                "kube-system:admin",
                "../admin",
                "a b",
                "deployer\r\nImpersonate-Group: system:masters",
                "deployer\n"
            })
    void whatIsNoNameOfAServiceAccountIsRefused(String name) {
        assertThatThrownBy(() -> TEAMS.of("shop", Optional.of(name)))
                .hasMessageContaining("no name of a service account");
        assertThatThrownBy(() -> IdentityPolicy.configured(Optional.of(name), Set.of()))
                .hasMessageStartingWith("millrace.sync.service-account is no name of a service account");
    }

    @Test
    void aNameOf253CharactersIsOneAndALongerOneIsNot() {
        assertThat(TEAMS.of("shop", Optional.of("a".repeat(253)))).isEqualTo(new Account("shop", "a".repeat(253)));
        assertThatThrownBy(() -> TEAMS.of("shop", Optional.of("a".repeat(254))))
                .hasMessageContaining("no name of a service account");
    }
}
