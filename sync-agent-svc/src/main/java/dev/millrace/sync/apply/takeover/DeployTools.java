package dev.millrace.sync.apply.takeover;

import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import java.util.List;

/**
 * The field managers of tools that write an object from a source such as Git: a field that such a tool wrote and that the source no longer states
 * is to be removed. Controllers, autoscalers and operators own single fields of objects that others wrote, and are none of them.
 */
public final class DeployTools {
    /** Managers of kubectl's client-side apply and of Helm up to 3, which write with operation Update. */
    private static final List<String> CLIENT_SIDE =
            List.of("kubectl-client-side-apply", "kubectl", "helm", "Helm", "before-first-apply");

    /**
     * Managers that apply server-side: kubectl, Flux (kustomize-controller, helm-controller, its command line and operator), Argo CD, Helm 4, kluctl,
     * Pulumi, Terraform, Timoni, Tanka, kapp, Config Sync.
     */
    private static final List<String> SERVER_SIDE = List.of(
            "kubectl",
            "kubectl-last-applied",
            "kustomize-controller",
            "helm-controller",
            "flux",
            "flux-operator",
            "flux-client-side-apply",
            "argocd-controller",
            "argocd-application-controller",
            "helm",
            "Helm",
            "kluctl",
            "pulumi-*",
            "Terraform",
            "timoni",
            "tanka",
            "kapp",
            "kapp-server-side-apply",
            "configsync");

    private final List<ConflictRule> rules;

    /** @param rules the application's rules for objects of the kind; one that names a manager decides for it */
    public DeployTools(List<ConflictRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Returns true if fields of the manager become ours when an object is adopted. */
    boolean has(String manager, boolean applied) {
        for (ConflictRule rule : rules) {
            if (IgnoreRule.isOneOf(rule.managers(), manager)) {
                return rule.rule() == ConflictRule.Policy.OURS && rule.fields().isEmpty();
            }
        }
        return IgnoreRule.isOneOf(applied ? SERVER_SIDE : CLIENT_SIDE, manager);
    }
}
