package dev.millrace.testbed.git;

import java.net.URI;

/** A webhook for pushes to a repository ({@code *} for all), with the secret that signs it. */
record Webhook(String repository, URI target, String secret) {
    boolean matches(String pushed) {
        return repository.equals("*") || repository.equals(pushed);
    }

    @Override
    public String toString() {
        return "Webhook[" + repository + " -> " + target + "]";
    }
}
