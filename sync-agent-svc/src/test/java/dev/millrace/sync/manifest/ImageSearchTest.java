package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ImageSearchTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    static final List<Arguments> OBJECTS = List.of(
            arguments("a container, as written", "spec: {template: {spec: {containers: [{image: web}]}}}", "web"),
            arguments(
                    "containers at any depth",
                    "spec: {pod: {initContainers: [{image: a:1}], containers: [{image: b:1}, {image: a:1}]}}",
                    "a:1 b:1"),
            arguments("a template outside of the spec", "template: {containers: [{image: web:1}]}", "web:1"),
            arguments("a field of a custom resource", "spec: {image: r.example/shop/web:1}", "r.example/shop/web:1"),
            arguments("a field with a longer name", "spec: {db: {imageName: r.example/pg:16}}", "r.example/pg:16"),
            arguments("a field in camel case", "spec: {baseImage: r.example/pg:16}", "r.example/pg:16"),
            arguments("a digest", "spec: {image: r.example/web@" + DIGEST + "}", "r.example/web@" + DIGEST),
            arguments("a registry with a port", "spec: {nodes: [{image: 'r:5000/web:1'}]}", "r:5000/web:1"),
            arguments(
                    "a list of images",
                    "spec: {images: [r.example/a:1, r.example/b:2]}",
                    "r.example/a:1 r.example/b:2"),
            arguments("images by name", "spec: {images: {web: {reference: r.example/a:1}}}", "r.example/a:1"),
            arguments("parts of an image", "spec: {image: {repository: r.example/a, tag: '1'}}", "r.example/a:1"),
            arguments(
                    "parts with a digest",
                    "spec: {image: {repository: r.example/a, tag: '', digest: '" + DIGEST + "'}}",
                    "r.example/a@" + DIGEST),
            arguments(
                    "a volume of an image", "spec: {volumes: [{image: {reference: r.example/m:1}}]}", "r.example/m:1"),
            arguments("a name alone", "spec: {image: r.example/web}", ""),
            arguments("a short name", "spec: {image: 'web:1'}", ""),
            arguments("a policy", "spec: {imagePullPolicy: Always, imagePullSecrets: [{name: registry}]}", ""),
            arguments("an address under another name", "spec: {server: 'mail.example/user:word'}", ""),
            arguments("a status", "status: {image: r.example/web:1}", ""),
            arguments("data", "data: {image: r.example/web:1}\nstringData: {image: r.example/web:1}", ""),
            arguments("an annotation", "metadata: {annotations: {image: r.example/web:1}}", ""),
            arguments("nothing", "spec: {image: null, images: []}", ""));

    @ParameterizedTest(name = "{0}")
    @FieldSource("OBJECTS")
    void findsTheImagesOfAnObject(String form, String object, String images) {
        Map<String, Object> content = Content.map(new KubernetesSerialization().unmarshal(object, Map.class));

        List<String> found = Manifest.imagesIn(content);

        assertThat(String.join(" ", found)).isEqualTo(images);
    }
}
