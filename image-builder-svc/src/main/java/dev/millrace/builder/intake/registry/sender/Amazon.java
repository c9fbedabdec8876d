package dev.millrace.builder.intake.registry.sender;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.intake.registry.notice.Json;
import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.builder.intake.registry.notice.Notice;
import dev.millrace.builder.intake.registry.notice.Outcome;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon's ECR through an API destination of EventBridge (docs.aws.amazon.com/AmazonECR, "ecr-eventbridge"): the event as it is, or in a
 * CloudEvent whose {@code data} is the event, its detail, or the same fields in camel case.
 */
public final class Amazon {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(?:-[a-z]{1,12}){1,3}-[0-9]{1,2}");
    /** The source of a CloudEvent: {@code urn:aws:ecr:<region>:<account>:repository/<name>}, or the same as an ARN. */
    private static final Pattern SOURCE =
            Pattern.compile("(?:urn|arn):aws[a-z-]{0,12}:ecr:([a-z0-9-]{1,32}):([0-9]{12}):.{0,400}");

    private record Place(String region, String account) {
        String host() {
            String domain = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
            return account + ".dkr.ecr." + region + domain;
        }
    }

    private Amazon() {}

    /** Reads the report of one image action. */
    public static Outcome read(Notice notice) {
        JsonNode body = notice.body();
        boolean wrapped = body.has("specversion") && body.path("data").isObject();
        JsonNode event = wrapped ? body.path("data") : body;
        JsonNode detail = wrapped && !event.path("detail").isObject() ? event : event.path("detail");
        String kind = Json.text(event, "/detail-type");
        if (!(kind.isEmpty() ? wrapped : kind.equals("ECR Image Action"))) {
            return Outcome.otherEvent();
        }
        if (!isOrAbsent(detail, List.of("/action-type", "/actionType"), "PUSH")
                || !isOrAbsent(detail, List.of("/result"), "SUCCESS")
                || (wrapped && notice.text("/type").matches("(?s).*(?i:delete|scan).*"))) {
            return Outcome.otherEvent();
        }
        if (first(detail, "/artifact-media-type", "/artifactMediaType").contains("helm")) {
            return Outcome.notAnImage();
        }
        return image(notice, event, detail);
    }

    private static Outcome image(Notice notice, JsonNode event, JsonNode detail) {
        String subject = notice.body().has("specversion") ? notice.text("/subject") : "";
        int colon = subject.lastIndexOf(':');
        String repository = first(detail, "/repository-name", "/repositoryName");
        String tag = first(detail, "/image-tag", "/imageTag");
        if (repository.isEmpty()) {
            repository = colon < 0 ? subject : subject.substring(0, colon);
        }
        if (repository.isEmpty()) {
            return Outcome.malformed("the notification names no repository");
        }
        if (tag.isEmpty() && colon >= 0) {
            tag = subject.substring(colon + 1);
        }
        Place place = place(notice, event, detail);
        boolean known = ACCOUNT.matcher(place.account()).matches()
                && REGION.matcher(place.region()).matches();
        if (!known && notice.host().isEmpty()) {
            return Outcome.malformed("the notification has no valid account and region");
        }
        return Names.pushed(
                Names.image(notice.host().orElseGet(place::host), repository),
                tag,
                first(detail, "/image-digest", "/imageDigest"));
    }

    private static Place place(Notice notice, JsonNode event, JsonNode detail) {
        Matcher source = SOURCE.matcher(notice.text("/source"));
        boolean named = source.matches();
        String region = first(event, "/region", "/awsRegion");
        String account = first(event, "/account", "/registryId");
        if (account.isEmpty()) {
            account = first(detail, "/account", "/registryId");
        }
        return new Place(
                region.isEmpty() ? (named ? source.group(1) : notice.text("/region")) : region,
                account.isEmpty() ? (named ? source.group(2) : notice.text("/account")) : account);
    }

    private static boolean isOrAbsent(JsonNode detail, List<String> paths, String expected) {
        return paths.stream()
                .map(path -> Json.text(detail, path))
                .allMatch(value -> value.isEmpty() || value.equals(expected));
    }

    private static String first(JsonNode node, String path, String other) {
        String text = Json.text(node, path);
        return text.isEmpty() ? Json.text(node, other) : text;
    }
}
