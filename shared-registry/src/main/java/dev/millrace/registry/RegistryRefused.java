package dev.millrace.registry;

/** A registry refused a request or sent an invalid response. The error is permanent until the login, the permissions or the request change. */
public final class RegistryRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryRefused(String what) {
        super(what);
    }
}
