package dev.millrace.builder.status;

import dev.millrace.builder.journal.BuildKey;
import dev.millrace.builder.journal.Redactor;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.status.CommitStatus.State;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import java.net.URI;
import java.util.Optional;

/**
 * The statuses of builds.
 *
 * @param logUrl the address of a build's log, with {@code {build}} for its id; absent if logs have no public address
 */
public record StatusTexts(Redactor redactor, Optional<String> logUrl) {
    private static final String BUILD = "{build}";

    public StatusTexts {
        logUrl.ifPresent(template -> {
            if (!template.contains(BUILD) || !isWeb(template)) {
                throw new IllegalArgumentException(
                        "not an address with {build}, such as https://builds.example.com/builds/{build}/log: "
                                + template);
            }
        });
    }

    private static boolean isWeb(String template) {
        URI address = URI.create(template.replace(BUILD, "0"));
        return ("https".equals(address.getScheme()) || "http".equals(address.getScheme())) && address.getHost() != null;
    }

    CommitStatus pending(ImagePlan plan) {
        return of(plan, State.PENDING, plan.isTestOnly() ? "the tests run" : "the build runs");
    }

    /** The status of a request whose image was only tested. */
    CommitStatus tested(ImagePlan plan) {
        return of(plan, State.SUCCESS, "the tests passed");
    }

    private CommitStatus of(ImagePlan plan, State state, String text) {
        return new CommitStatus(
                plan.source().commit(),
                plan.source().ref(),
                StatusContext.of(Optional.of(plan.image())),
                state,
                text,
                target(Optional.of(plan.fingerprint())));
    }

    /** @param build the id of the build, if it is known */
    CommitStatus built(ImageBuilt event, Source source, Optional<String> build) {
        return new CommitStatus(
                source.commit(),
                source.ref(),
                StatusContext.of(Optional.of(event.image())),
                State.SUCCESS,
                "built " + event.digest() + ", tag " + event.tag(),
                target(build));
    }

    /** @param build the id of the build, if it is known */
    CommitStatus failed(BuildFailed event, Optional<String> build) {
        return new CommitStatus(
                event.commit(),
                event.ref(),
                StatusContext.of(event.image()),
                State.FAILURE,
                redactor.redact(event.reason()),
                target(build));
    }

    private Optional<URI> target(Optional<String> build) {
        return build.flatMap(id -> logUrl.map(template -> URI.create(template.replace(BUILD, id))));
    }

    /** The build of a failure; absent for one that has no image. */
    static Optional<BuildKey> key(BuildFailed event) {
        return event.image().map(image -> new BuildKey(event.repository(), event.commit(), image));
    }
}
