package dev.millrace.builder.plan.rights;

import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.events.value.ImageName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rights of one repository.
 *
 * @param key the prefix of its keys in the configuration, such as {@code millrace.builder.repositories.web}
 * @param image the name of the image of a repository without a configuration file
 * @param secrets the names of its secrets
 * @param ssh the names of its SSH keys
 * @param maximum the limits that no build may exceed
 */
public record RepositoryRights(
        String key,
        Optional<ImageName> image,
        AllowedImages images,
        Set<String> secrets,
        Set<String> ssh,
        BuildLimits maximum) {

    public RepositoryRights {
        secrets = Set.copyOf(secrets);
        ssh = Set.copyOf(ssh);
    }

    /** The rights of the one repository of a service. */
    public static RepositoryRights any(String key) {
        return new RepositoryRights(key, Optional.empty(), AllowedImages.any(), Set.of(), Set.of(), BuildLimits.NONE);
    }

    /** The name of the image of a repository without a configuration file; empty if it can't be known. */
    public Optional<ImageName> defaultImage() {
        return image.or(images::single);
    }

    /** The reason why there is no default image. */
    public String missingDefault() {
        return "there is a Dockerfile but no .millrace/build.yaml, and the name of the image is unknown; set " + key
                + ".image at the service, or add the file";
    }

    /** The first thing that the image asks for and the repository has no right to; empty if there is none. */
    public Optional<String> problem(ImageSpec spec) {
        if (!images.allows(spec.name())) {
            return Optional.of("this repository may not push it; allowed are " + images + "; add the name to " + key
                    + ".images at the service, or change it");
        }
        return missing("secret", spec.access().secrets(), secrets, ".secrets")
                .or(() -> missing("SSH key", spec.access().ssh(), ssh, ".ssh"))
                .or(() -> spec.limits()
                        .above(maximum)
                        .map(limit -> "limits." + limit + " is above the maximum of this service; reduce it or raise "
                                + "millrace.builder.limits." + limit));
    }

    private Optional<String> missing(String what, List<String> names, Set<String> known, String setting) {
        return names.stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .map(name -> "the " + what + " '" + name + "' is not configured for this repository; set " + key
                        + setting + "." + name + " at the service");
    }
}
