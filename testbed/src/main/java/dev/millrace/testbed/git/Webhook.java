package dev.millrace.testbed.git;

import java.net.URI;

/** Who is told of pushes to a repository ({@code *}: to any), and the secret that signs it. */
record Webhook(String repository, URI target, String secret) {
    boolean concerns(String pushed) {
        return repository.equals("*") || repository.equals(pushed);
    }

    @Override
    public String toString() {
        return "Webhook[" + repository + " -> " + target + "]";
    }
}
