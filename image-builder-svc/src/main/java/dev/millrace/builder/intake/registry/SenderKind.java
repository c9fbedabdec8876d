package dev.millrace.builder.intake.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.intake.registry.notice.Json;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import dev.millrace.builder.intake.registry.sender.Aliyun;
import dev.millrace.builder.intake.registry.sender.Amazon;
import dev.millrace.builder.intake.registry.sender.Artifactory;
import dev.millrace.builder.intake.registry.sender.Azure;
import dev.millrace.builder.intake.registry.sender.CloudEvent;
import dev.millrace.builder.intake.registry.sender.Distribution;
import dev.millrace.builder.intake.registry.sender.DockerHub;
import dev.millrace.builder.intake.registry.sender.Ghcr;
import dev.millrace.builder.intake.registry.sender.Gitea;
import dev.millrace.builder.intake.registry.sender.Google;
import dev.millrace.builder.intake.registry.sender.Harbor;
import dev.millrace.builder.intake.registry.sender.Quay;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The kinds of senders, each with the reader of its notifications and the way it proves its identity. */
public enum SenderKind {
    DISTRIBUTION(Style.HEADER),
    DOCKERHUB(Style.PATH),
    GHCR(Style.SIGNATURE),
    HARBOR(Style.HEADER),
    QUAY(Style.PATH),
    ACR(Style.HEADER),
    GAR(Style.IDENTITY),
    ECR(Style.HEADER),
    ARTIFACTORY(Style.SIGNATURE),
    GITEA(Style.SIGNATURE),
    ALIYUN(Style.PATH),
    CLOUDEVENTS(Style.HEADER);

    /** The way a sender proves its identity. */
    public enum Style {
        /** A header with a fixed value, or a token in the path. */
        HEADER,
        /** A token in the path. */
        PATH,
        /** A signature over the body. */
        SIGNATURE,
        /** A bearer token of OpenID Connect. */
        IDENTITY
    }

    private final Style style;

    SenderKind(Style style) {
        this.style = style;
    }

    /** The kind of this name, as in the path and in the configuration. */
    public static Optional<SenderKind> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.pathName().equals(name))
                .findFirst();
    }

    /** The name in the path and in the configuration. */
    public String pathName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Style style() {
        return style;
    }

    /** The headers of a signature; none for other styles. */
    public List<String> signatureHeaders() {
        return switch (this) {
            case GHCR -> List.of("x-hub-signature-256");
            case ARTIFACTORY -> List.of("x-jfrog-event-auth");
            case GITEA -> List.of("x-gitea-signature", "x-forgejo-signature", "x-hub-signature-256");
            case DISTRIBUTION, DOCKERHUB, HARBOR, QUAY, ACR, GAR, ECR, ALIYUN, CLOUDEVENTS -> List.of();
        };
    }

    /**
     * Reads a verified notification.
     *
     * @param host the configured host of the sender's registry; absent if the payload reports it
     */
    public Outcome read(Map<String, String> headers, Map<String, String> query, Optional<String> host, byte[] body) {
        Optional<JsonNode> json = Json.object(body);
        return json.isEmpty()
                ? Outcome.malformed("the body is not a JSON object")
                : read(new Notice(headers, query, host, json.get()));
    }

    private Outcome read(Notice notice) {
        return switch (this) {
            case DISTRIBUTION -> Distribution.read(notice);
            case DOCKERHUB -> DockerHub.read(notice);
            case GHCR -> Ghcr.read(notice);
            case HARBOR -> Harbor.read(notice);
            case QUAY -> Quay.read(notice);
            case ACR -> Azure.read(notice);
            case GAR -> Google.read(notice);
            case ECR -> Amazon.read(notice);
            case ARTIFACTORY -> Artifactory.read(notice);
            case GITEA -> Gitea.read(notice);
            case ALIYUN -> Aliyun.read(notice);
            case CLOUDEVENTS -> CloudEvent.read(notice);
        };
    }
}
