package dev.millrace.sync.identity;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/**
 * A right that a request lacked.
 *
 * @param resource as in {@code deployments.apps}
 * @param namespace empty for a cluster-scoped resource
 */
public record MissingRight(String verb, String resource, Optional<String> namespace) {
    private static final String IMPERSONATE = "impersonate";

    /** The text of the API server's authorizer (k8s.io/apiserver, responsewriters.Forbidden). */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "cannot (\\w+) resource \"([^\"]{1,300})\" in API group \"([^\"]{0,300})\"(?: in the namespace \"([^\"]{1,300})\")?");

    /** Returns the right that the API server's message names; empty if it was written by another one, such as an admission webhook. */
    public static Optional<MissingRight> in(String message) {
        Matcher found = FORBIDDEN.matcher(message);
        return found.find()
                ? Optional.of(new MissingRight(
                        found.group(1),
                        found.group(2) + (found.group(3).isEmpty() ? "" : "." + found.group(3)),
                        Optional.ofNullable(found.group(4))))
                : Optional.empty();
    }

    /** Returns what is missing, and how to grant it. */
    public String of(Identity identity) {
        return switch (identity) {
            case Identity.Own own ->
                "the agent's role lacks the verb " + verb + " on " + resource
                        + namespace.map(name -> " in the namespace " + name).orElse("")
                        + ": add it to the ClusterRole millrace-sync-agent-deploys or bind another one";
            case Identity.Account account -> verb.equals(IMPERSONATE) ? notImpersonated(account) : lacking(account);
        };
    }

    private static String notImpersonated(Identity.Account account) {
        return "the agent may not act as " + account + "; allow it (kubectl create role millrace-acts-as-"
                + account.name() + " -n " + account.namespace() + " --verb=impersonate --resource=serviceaccounts"
                + " --resource-name=" + account.name() + ", and a rolebinding of it to the agent's service account)";
    }

    private String lacking(Identity.Account account) {
        String scope = namespace.map(name -> "role").orElse("clusterrole");
        String place = namespace.map(name -> " -n " + name).orElse("");
        return account + " may not " + verb + " " + resource
                + namespace.map(name -> " in namespace " + name).orElse("")
                + "; grant it (kubectl create " + scope + " <name>" + place + " --verb=" + verb + " --resource="
                + resource
                + "; kubectl create " + scope + "binding <name>" + place + " --" + scope + "=<name> --serviceaccount="
                + account.namespace() + ":" + account.name() + ")";
    }
}
