package dev.millrace.sync;

import static org.awaitility.Awaitility.await;

import dev.millrace.sync.identity.Identity;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;

/** A service account of an Application's namespace, and its rights there. */
final class DeployerAccount {
    /** The verbs by which the agent deploys objects. */
    static final String ALL = "get,list,watch,create,patch,delete";

    private final Cluster cluster = Testbed.shared().cluster();
    private final String namespace;
    private final String name;

    /** Creates the account, which may read the credentials of the Application's repository and nothing else. */
    DeployerAccount(Deployed app, String name) {
        this.namespace = app.namespace;
        this.name = name;
        create();
        grant("reads-git", "get,list,watch", "secrets", "--resource-name=git");
    }

    Identity identity() {
        return new Identity.Account(namespace, name);
    }

    void create() {
        cluster.kubectl("create", "serviceaccount", name, "-n", namespace);
    }

    /** Deletes the account; its rights stay. */
    void delete() {
        cluster.kubectl("delete", "serviceaccount", name, "-n", namespace);
    }

    /** Grants verbs on resources of the namespace by a role with this name and binds it. */
    DeployerAccount grant(String role, String verbs, String resources, String... more) {
        String full = name + "-" + role;
        List<String> arguments = new ArrayList<>(
                List.of("create", "role", full, "-n", namespace, "--verb=" + verbs, "--resource=" + resources));
        arguments.addAll(List.of(more));
        cluster.kubectl(arguments.toArray(String[]::new));
        cluster.kubectl(
                "create",
                "rolebinding",
                full,
                "-n",
                namespace,
                "--role=" + full,
                "--serviceaccount=" + namespace + ":" + name);
        return this;
    }

    /** Withdraws what was granted by the role with this name. */
    void withdraw(String role) {
        cluster.kubectl("delete", "role,rolebinding", name + "-" + role, "-n", namespace);
    }

    /** Waits until the API server's authorizer knows that the account has the right. */
    void awaitMay(String verb, String resource) {
        awaitRight(namespace, user(namespace, name), verb, resource);
    }

    /** Waits until the API server's authorizer knows that the account doesn't have the right. */
    void awaitMayNot(String verb, String resource) {
        await().atMost(Deployed.SOON).until(() -> !may(namespace, user(namespace, name), verb, resource));
    }

    /** Waits until the API server's authorizer knows that a user has a right in a namespace. */
    static void awaitRight(String namespace, String user, String verb, String resource) {
        await().atMost(Deployed.SOON).until(() -> may(namespace, user, verb, resource));
    }

    static String user(String namespace, String account) {
        return "system:serviceaccount:" + namespace + ":" + account;
    }

    private static boolean may(String namespace, String user, String verb, String resource) {
        try {
            return Testbed.shared()
                    .cluster()
                    .kubectl("auth", "can-i", verb, resource, "-n", namespace, "--as=" + user)
                    .strip()
                    .equals("yes");
        } catch (IllegalStateException e) {
            return false; // kubectl ends with an error if the answer is no
        }
    }
}
