package dev.millrace.updater.registry;

/** A registry said no, or something that nobody can follow; so it will until somebody changes something. */
public final class RegistryRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryRefused(String what) {
        super(what);
    }
}
