package dev.millrace.sync.apply;

import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Checks that a service account exists. The API server itself doesn't: it impersonates a deleted account that bindings still name. */
final class AccountCheck {
    private AccountCheck() {}

    /**
     * Returns that there is no such account; empty if there is, if the agent may not find out, and for the agent itself.
     *
     * @throws ClusterUnavailable if the API server is unavailable
     */
    static Optional<String> missing(Identity identity, ApiRequests requests) {
        return identity instanceof Identity.Account account ? missing(account, requests) : Optional.empty();
    }

    private static Optional<String> missing(Identity.Account account, ApiRequests requests) {
        try {
            Optional<ServiceAccount> found = requests.ask(() -> Optional.ofNullable(requests.clients()
                    .promptlyAs(Identity.OWN)
                    .serviceAccounts()
                    .inNamespace(account.namespace())
                    .withName(account.name())
                    .get()));
            return found.isPresent()
                    ? Optional.empty()
                    : Optional.of("there is no " + account + "; create it (kubectl create serviceaccount "
                            + account.name() + " -n " + account.namespace() + ")");
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.empty(); // what the account may not do is refused anyway
            }
            throw ClusterUnavailable.during("reading the " + account, e);
        }
    }
}
