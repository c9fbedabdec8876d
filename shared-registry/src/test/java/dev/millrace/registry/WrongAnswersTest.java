package dev.millrace.registry;

import static dev.millrace.registry.ScriptedRegistry.DIGEST;
import static dev.millrace.registry.ScriptedRegistry.DOCUMENT;
import static dev.millrace.registry.ScriptedRegistry.MANIFESTS;
import static dev.millrace.registry.ScriptedRegistry.TAG;
import static dev.millrace.registry.ScriptedRegistry.TAGS;
import static dev.millrace.registry.ScriptedRegistry.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.value.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** A registry that names wrong digests and lists its tags in circles. */
class WrongAnswersTest {
    private final ScriptedRegistry registry = new ScriptedRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none", "''", "' '"})
    void aHeadWithoutADigestIsFollowedByTheManifest(@Nullable String header) {
        registry.put(MANIFESTS, exchange -> {
            if (header != null) {
                exchange.getResponseHeaders().set("Docker-Content-Digest", header);
            }
            answer(exchange, 200, DOCUMENT);
        });

        assertThat(registry.reader().digest(registry.web(), TAG)).contains(DIGEST);
        assertThat(registry.requests()).containsExactly("Basic HEAD " + MANIFESTS, "Basic GET " + MANIFESTS);
    }

    @Test
    void aRegistryWithoutHeadIsAskedForTheManifest() {
        registry.put(
                MANIFESTS,
                exchange -> answer(exchange, exchange.getRequestMethod().equals("HEAD") ? 405 : 200, DOCUMENT));

        assertThat(registry.reader().digest(registry.web(), TAG)).contains(DIGEST);
    }

    @Test
    void aManifestOfAnotherDigestIsRefused() {
        Digest other = Digest.of(new byte[] {1});
        registry.put("/v2/shop/web/manifests/" + other, exchange -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", other.value());
            answer(exchange, 200, DOCUMENT);
        });

        assertThatThrownBy(() -> registry.reader().manifest(registry.web(), other))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("the registry returned the digest " + DIGEST);
    }

    static final List<Arguments> LINKS = List.of(
            arguments("to itself", "<" + TAGS + "?n=1000>; rel=\"next\"", 1),
            arguments("to another host", "<http://127.0.0.1:1/v2/>; rel=\"next\"", 1),
            arguments("to another scheme", "<ftp://127.0.0.1/v2/>; rel=\"next\"", 1),
            arguments("to no address", "<http://[>; rel=\"next\"", 1),
            arguments("to nothing", "<>; rel=\"next\"", 1),
            arguments("back", "<" + TAGS + "?n=1000>; rel=\"prev\"", 1),
            arguments("without brackets", TAGS + "; rel=next", 1),
            arguments("in a circle of two", "<" + TAGS + "?last=a>; rel=next", 2));

    @ParameterizedTest(name = "{0}")
    @FieldSource("LINKS")
    void pagesAreReadOnceAndOnTheSameHost(String name, String link, int pages) {
        registry.put(TAGS, exchange -> {
            exchange.getResponseHeaders().set("Link", link);
            answer(exchange, 200, "{\"tags\":[\"a\"]}");
        });

        assertThat(registry.reader().tags(registry.web())).hasSize(pages);
        assertThat(registry.requests()).hasSize(pages);
    }

    @Test
    void pagesWithoutEndAreRefused() {
        registry.put(TAGS, exchange -> {
            exchange.getResponseHeaders()
                    .set("Link", "<" + TAGS + "?last=" + registry.requests().size() + ">; rel=\"next\"");
            answer(exchange, 200, "{\"tags\":[\"a\"]}");
        });

        assertThatThrownBy(() -> registry.reader().tags(registry.web()))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("the registry has more than 200 pages or 200000 tags; delete old tags there");
    }
}
