package dev.millrace.updater.edit;

import dev.millrace.events.value.ImageName;
import java.util.Optional;

/**
 * What to look for in a file on behalf of a policy.
 *
 * @param comment a comment text of one's own that marks places besides the marker
 */
public record Search(String policy, ImageName image, Optional<String> comment) {}
