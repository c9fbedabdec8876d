package dev.millrace.updater.repository;

/**
 * An image that failed the verification of a policy.
 *
 * @param image {@code name:tag@digest}
 * @param reason the reason, for users; without credentials
 */
public record RefusedImage(String image, String reason) {}
