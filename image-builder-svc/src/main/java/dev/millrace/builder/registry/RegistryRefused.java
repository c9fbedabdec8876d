package dev.millrace.builder.registry;

/** A registry said no, and will until somebody changes something: the login, the permissions, or the request. */
public final class RegistryRefused extends RuntimeException {

    RegistryRefused(String what) {
        super(what);
    }
}
