package dev.millrace.sync.identity;

import dev.millrace.sync.identity.Identity.Account;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of an installation for the identities of its Applications.
 *
 * @param defaultAccount the service account, in its own namespace, of an Application that names none; empty for the agent's own rights
 * @param ownRights the namespaces whose Applications have the agent's own rights although there is a default
 */
public record IdentityPolicy(Optional<String> defaultAccount, Set<String> ownRights) {

    /** The rules of an installation that configures none. */
    public static final IdentityPolicy OWN_RIGHTS = new IdentityPolicy(Optional.empty(), Set.of());

    public IdentityPolicy {
        ownRights = Set.copyOf(ownRights);
    }

    /**
     * Returns the rules in an installation's configuration.
     *
     * @throws IllegalArgumentException if the default can't be the name of a service account
     */
    public static IdentityPolicy configured(Optional<String> defaultAccount, Set<String> ownRights) {
        try {
            defaultAccount.ifPresent(name -> new Account("default", name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("millrace.sync.service-account is " + e.getMessage(), e);
        }
        return new IdentityPolicy(defaultAccount, ownRights);
    }

    /**
     * Returns the identity of an Application.
     *
     * @param namespace the Application's own
     * @param requested the service account that it names
     * @throws IllegalArgumentException if that can't be the name of one
     */
    public Identity of(String namespace, Optional<String> requested) {
        Optional<String> account =
                requested.or(() -> ownRights.contains(namespace) ? Optional.empty() : defaultAccount);
        return account.<Identity>map(name -> new Account(namespace, name)).orElse(Identity.OWN);
    }
}
