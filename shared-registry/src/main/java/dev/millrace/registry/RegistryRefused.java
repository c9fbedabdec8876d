package dev.millrace.registry;

/** A registry said no, or something that nobody can follow; so it will until somebody changes something: the login, the permissions, or the request. */
public final class RegistryRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryRefused(String what) {
        super(what);
    }
}
