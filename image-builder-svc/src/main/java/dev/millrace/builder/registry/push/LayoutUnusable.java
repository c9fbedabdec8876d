package dev.millrace.builder.registry.push;

/** An image layout is not as its specification requires. The error is permanent: the image must be built again. */
public final class LayoutUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LayoutUnusable(String what) {
        super("the built image is unusable: " + what + "; build it again");
    }
}
