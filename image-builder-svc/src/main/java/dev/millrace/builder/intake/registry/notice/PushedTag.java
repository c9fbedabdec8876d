package dev.millrace.builder.intake.registry.notice;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/**
 * A pushed tag of an image, as reported.
 *
 * @param digest the reported digest, which is only a hint; absent if the sender reports none
 */
public record PushedTag(ImageName image, Tag tag, Optional<Digest> digest) {}
