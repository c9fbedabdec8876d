package dev.millrace.sync.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.sync.identity.Identity.Account;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class MissingRightTest {
    private static final Account DEPLOYER = new Account("shop", "deployer");
    private static final String USER = "is forbidden: User \"system:serviceaccount:shop:deployer\" ";

    static final List<Arguments> REFUSALS = List.of(
            arguments(
                    "deployments.apps \"web\" " + USER
                            + "cannot patch resource \"deployments\" in API group \"apps\" in the namespace \"shop\"",
                    "service account shop/deployer may not patch deployments.apps in namespace shop; grant it (kubectl create"
                            + " role <name> -n shop --verb=patch --resource=deployments.apps; kubectl create rolebinding <name>"
                            + " -n shop --role=<name> --serviceaccount=shop:deployer)"),
            arguments(
                    "secrets \"crown\" " + USER
                            + "cannot get resource \"secrets\" in API group \"\" in the namespace \"victim\"",
                    "service account shop/deployer may not get secrets in namespace victim; grant it (kubectl create role"
                            + " <name> -n victim --verb=get --resource=secrets; kubectl create rolebinding <name> -n victim"
                            + " --role=<name> --serviceaccount=shop:deployer)"),
            arguments(
                    "clusterroles.rbac.authorization.k8s.io \"all\" " + USER + "cannot create resource"
                            + " \"clusterroles\" in API group \"rbac.authorization.k8s.io\" at the cluster scope",
                    "service account shop/deployer may not create clusterroles.rbac.authorization.k8s.io; grant it (kubectl"
                            + " create clusterrole <name> --verb=create --resource=clusterroles.rbac.authorization.k8s.io;"
                            + " kubectl create clusterrolebinding <name> --clusterrole=<name> --serviceaccount=shop:deployer)"),
            arguments(
                    "serviceaccounts \"deployer\" is forbidden: User \"system:serviceaccount:millrace-system:sync-agent\""
                            + " cannot impersonate resource \"serviceaccounts\" in API group \"\" in the namespace \"shop\"",
                    "the agent may not act as service account shop/deployer; allow it (kubectl create role"
                            + " millrace-acts-as-deployer -n shop --verb=impersonate --resource=serviceaccounts"
                            + " --resource-name=deployer, and a rolebinding of it to the agent's service account)"));

    @ParameterizedTest
    @FieldSource("REFUSALS")
    void aRefusalOfAServiceAccountNamesTheRightAndHowToGrantIt(String message, String text) {
        assertThat(MissingRight.in(message).map(right -> right.of(DEPLOYER))).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pods \"x\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1",
                "admission webhook \"vet.example.com\" denied the request: no"
            })
    void aRefusalForAnotherReasonNamesNoRight(String message) {
        assertThat(MissingRight.in(message)).isEmpty();
    }
}
