package dev.millrace.registry;

/** A user and a password or token of a registry. Never shows the password. */
public record Login(String user, String password) {

    @Override
    public String toString() {
        return user + ":***";
    }
}
