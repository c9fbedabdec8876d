package dev.millrace.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final String DIGEST = "sha256:" + "0f".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "refs/heads/main, main",
        "refs/heads/feature/a-b_c.d, feature/a-b_c.d",
        "refs/heads/-odd, -odd",
        "refs/heads/größe, größe",
        "refs/tags/v1.2.3, v1.2.3",
        "refs/pull/7/head, refs/pull/7/head",
        "refs/notes/commits, refs/notes/commits"
    })
    void aFullRefHasAShortName(String full, String shortName) {
        assertThat(new GitRef(full).shortName()).isEqualTo(shortName);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "main",
                "heads/main",
                "refs/",
                "refs//x",
                "refs/.x",
                "refs/heads/",
                "refs/heads//x",
                "refs/heads/.x",
                "refs/heads/x/",
                "refs/heads/x.",
                "refs/heads/x..y",
                "refs/heads/x.lock",
                "refs/heads/x.lock/y",
                "refs/heads/x y",
                "refs/heads/x~1",
                "refs/heads/x^",
                "refs/heads/x:y",
                "refs/heads/x?",
                "refs/heads/x*",
                "refs/heads/x[1]",
                "refs/heads/x\\y",
                "refs/heads/@{u}",
                "refs/heads/x\n"
            })
    void anInvalidRefIsRejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new GitRef(text));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "registry.example.com/shop/web:1.2, registry.example.com/shop/web, 1.2, false",
                "registry.example.com/shop/web, registry.example.com/shop/web, -, false",
                "127.0.0.1:5000/web:main, 127.0.0.1:5000/web, main, false",
                "localhost/a/b/c:x, localhost/a/b/c, x, false",
                "registry:5000/web, registry:5000/web, -, false",
                "ghcr.io/o/r__x/a-b/c---d:V1_-., ghcr.io/o/r__x/a-b/c---d, V1_-., false",
                "registry.example.com/shop/web:1.2@D, registry.example.com/shop/web, 1.2, true",
                "127.0.0.1:5000/web@D, 127.0.0.1:5000/web, -, true"
            })
    void aReferenceIsParsedAndFormatted(String text, String name, String tag, boolean digested) {
        String reference = text.replace("@D", "@" + DIGEST);

        ImageReference parsed = ImageReference.parse(reference);

        assertThat(parsed.name()).isEqualTo(new ImageName(name));
        assertThat(parsed.tag()).isEqualTo(Optional.ofNullable(tag).map(Tag::new));
        assertThat(parsed.digest().isPresent()).isEqualTo(digested);
        assertThat(parsed).hasToString(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx",
                "nginx:1.25",
                "library/nginx:1.25",
                "shop/web",
                "registry.example.com/Shop/web",
                "registry.example.com/shop/web:",
                "registry.example.com/shop/web:-x",
                "registry.example.com/shop/web@sha256:12",
                "registry.example.com/shop//web",
                "registry.example.com/shop/web/",
                "registry.example.com:port/web",
                "https://registry.example.com/shop/web",
                "registry.example.com/shop/we b",
                ".example.com/web",
                ""
            })
    void anIncompleteImageReferenceIsRejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse(text));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "nginx, docker.io/library/nginx",
        "library/nginx, docker.io/library/nginx",
        "docker.io/nginx, docker.io/library/nginx",
        "docker.io/library/nginx, docker.io/library/nginx",
        "index.docker.io/nginx, docker.io/library/nginx",
        "index.docker.io/library/nginx, docker.io/library/nginx",
        "registry-1.docker.io/acme/web, docker.io/acme/web",
        "Docker.io/acme/web, docker.io/acme/web",
        "acme/web, docker.io/acme/web",
        "acme/team/web, docker.io/acme/team/web",
        "reg.example/nginx, reg.example/nginx",
        "localhost/nginx, localhost/nginx",
        "registry:5000/nginx, registry:5000/nginx",
        "REG.example/shop/web, reg.example/shop/web"
    })
    void anImageHasOneNameInAllItsForms(String written, String name) {
        assertThat(ImageName.resolve(written)).isEqualTo(new ImageName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker.io/nginx", "index.docker.io/library/nginx", "docker.io/library/nginx"})
    void aNameOfDockerHubInAnEventIsItsFullForm(String value) {
        assertThat(new ImageName(value).value()).isEqualTo("docker.io/library/nginx");
        assertThat(new ImageName(value).registry()).isEqualTo("docker.io");
        assertThat(new ImageName(value).path()).isEqualTo("library/nginx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Nginx", "docker.io/", "acme/", "/web", "a b", "nginx:1", "acme//web"})
    void noNameIsResolvedFromWhatIsNone(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> ImageName.resolve(written));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"nginx:1.25, docker.io/library/nginx:1.25", "acme/web:1, docker.io/acme/web:1"})
    void aReferenceOfAUserMayBeShort(String written, String reference) {
        assertThat(ImageReference.resolve(written)).isEqualTo(ImageReference.parse(reference));
    }

    @ParameterizedTest
    @CsvSource({
        "00-0af7651916cd43dd8448eb211c80319c-b2925a7e39c60f4f-01, true",
        "00-0af7651916cd43dd8448eb211c80319c-b2925a7e39c60f4f-00, true",
        "00-00000000000000000000000000000000-b2925a7e39c60f4f-01, false",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01, false",
        "00-0AF7651916CD43DD8448EB211C80319C-b2925a7e39c60f4f-01, false",
        "ff-0af7651916cd43dd8448eb211c80319c-b2925a7e39c60f4f-01, false",
        "00-0af7651916cd43dd8448eb211c80319c-b2925a7e39c60f4f-01-x, false",
        "00-0af7651916cd43dd8448eb211c80319c-b2925a7e39c60f4f, false"
    })
    void aTraceparentHasVersionZero(String text, boolean valid) {
        assertThat(Traceparent.isValid(text)).isEqualTo(valid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local/apps", "local/apps/web/x", "local//web", "Local/apps/web", "local/apps/-web", ""})
    void anApplicationHasClusterNamespaceAndName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ApplicationId.parse(text));
    }

    /** The example of FIPS 180-4. */
    @Test
    void aDigestIsTheSha256OfAContent() {
        String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        assertThat(Sha256.hex("abc")).isEqualTo(expected);
        assertThat(Digest.of("abc".getBytes(StandardCharsets.UTF_8))).hasToString("sha256:" + expected);
    }

    @Test
    void anObjectKeepsItsIdentityAcrossVersionsOfItsGroup() {
        ObjectRef beta = new ObjectRef("apps/v1beta1", "Deployment", Optional.of("shop"), "web");
        ObjectRef stable = new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "web");
        ObjectRef core = new ObjectRef("v1", "Namespace", Optional.empty(), "shop");

        assertThat(beta.identity()).isEqualTo(stable.identity()).isEqualTo("apps/Deployment/shop/web");
        assertThat(core.identity()).isEqualTo("/Namespace//shop");
        assertThat(stable).hasToString("Deployment shop/web");
    }

    @Test
    void noCommitIsAllZerosOfEitherLength() {
        assertThat(CommitId.NONE.isNone()).isTrue();
        assertThat(new CommitId("0".repeat(64)).isNone()).isTrue();
        assertThat(new CommitId("0".repeat(39) + "1").isNone()).isFalse();
    }

    @Test
    void chainsOfACommitAndOfAnImageDiffer() {
        ChainId commit = ChainId.of(RepositoryId.parse("git.example.com/shop/web"), new CommitId("a".repeat(40)));
        ChainId image = ChainId.of(new ImageName("git.example.com/shop/web"), new Digest(DIGEST));

        assertThat(commit).isNotEqualTo(image);
    }
}
