package dev.millrace.sync.identity;

import com.google.re2j.Pattern;

/** The user as which the API server sees a request for an Application. */
public sealed interface Identity {

    /** The agent itself. */
    Identity OWN = new Own();

    /** The agent, with the rights of its own role. */
    record Own() implements Identity {
        @Override
        public String toString() {
            return "the agent";
        }
    }

    /** A service account of the Application's namespace, by impersonation. */
    record Account(String namespace, String name) implements Identity {
        /** The names that Kubernetes accepts; anything else could add a header to a request. */
        private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

        public Account {
            if (!NAME.matches(namespace) || !NAME.matches(name)) {
                throw new IllegalArgumentException(
                        "no name of a service account: it has lower-case letters, digits, '-' and '.', at most 253");
            }
        }

        /** Returns the name of the user, from which the API server derives the groups of all service accounts and of those of the namespace. */
        public String user() {
            return "system:serviceaccount:" + namespace + ":" + name;
        }

        @Override
        public String toString() {
            return "service account " + namespace + "/" + name;
        }
    }
}
