package dev.millrace.updater.migrate.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTemplateTest {
    private static final Map<String, String> CONSTANTS =
            Map.of(".AutomationObject", "flux-system/a", ".Values.c", "{x}");

    static final List<Arguments> TEMPLATES = List.of(
            arguments("Update", "Update"),
            arguments("a {b} \\d", "a \\{b} \\d"),
            arguments("{{ .AutomationObject }}: {{.Values.c}}", "flux-system/a: \\{x}"),
            arguments("a  {{- /* why */ -}}  b", "ab"),
            arguments(
                    "{{ range .Updated.Images -}}\n- {{ . }}\n{{ end -}}",
                    "{#for image in images}- {image.name}:{image.tag}\n{/for}"),
            arguments(
                    "{{range $i, $image := .Updated.Images}}{{$image.Name}} {{$image.Identifier}}{{end}}",
                    "{#for image in images}{image.name} {image.tag}{/for}"),
            arguments(
                    "{{ range $f, $_ := .Changed.FileChanges }}{{ $f }}{{ end }}",
                    "{#for change in changes}{change.path}{/for}"),
            arguments(
                    "{{ range .Changed.Changes }}{{ .Setter }}: {{ .OldValue }}{{ end }}",
                    "{#for change in changes}{change.policy}: {change.from}{/for}"),
            arguments(
                    "{{ range $o, $_ := .Updated.Objects }}{{ $o.Kind }} {{ $o.Name }}{{ end }}",
                    "{#for change in changes}{change.path} {change.field}{/for}"),
            arguments(
                    "{{ range $o, $cs := .Changed.Objects }}{{ range $cs }}{{ .NewValue }}{{ end }}{{ end }}",
                    "{#for change in changes}{change.to}{/for}"));

    @ParameterizedTest
    @FieldSource("TEMPLATES")
    void aTemplateOfFluxBecomesOneOfOurs(String flux, String ours) {
        assertThat(GoTemplate.translate(flux, CONSTANTS)).isEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ if .Changed }}a{{ end }}",
                "{{ .Unknown }}",
                "{{ range .Updated.Images }}",
                "{{ end }}",
                "{{ range .Changed.Changes }}{{ .Kind }}{{ end }}",
                "{{ range .Updated.Images }}{{ range .Changed.Changes }}{{ end }}{{ end }}",
                "{{ printf \"%s\" .AutomationObject }}",
                "{{ .AutomationObject | quote }}",
                "{{ .AutomationObject",
                "{{ range .Updated.Images }}{{ .Digest }}{{ end }}"
            })
    void whatOurTemplatesDoNotHaveIsRefused(String flux) {
        assertThatIllegalArgumentException().isThrownBy(() -> GoTemplate.translate(flux, CONSTANTS));
    }
}
