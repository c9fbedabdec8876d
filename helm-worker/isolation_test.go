package main

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// corpus returns charts that define, change or break what others use under the same names.
func corpus() map[string]map[string]string {
	chart := func(files ...string) map[string]string {
		return with(map[string]string{"Chart.yaml": "{apiVersion: v2, name: shop, version: 1.2.3}"}, files...)
	}
	named := "kind: ConfigMap\nmetadata: {name: {{ include \"shop.name\" . }}}\n"
	return map[string]map[string]string{
		"plain":                chart("templates/a.yaml", "kind: ConfigMap\nmetadata: {name: a}\n", "values.yaml", "a: 1\n"),
		"a-part":               chart("templates/a.yaml", named, "templates/_p.tpl", `{{ define "shop.name" }}one{{ end }}`),
		"another-part":         chart("templates/a.yaml", named, "templates/_p.tpl", `{{ define "shop.name" }}two{{ end }}`),
		"a-missing-part":       chart("templates/a.yaml", named),
		"changed-values":       chart("templates/a.yaml", "{{ $_ := set .Values.map \"b\" \"changed\" }}data: {{ toJson .Values }}\n", "values.yaml", "map: {a: 1}\n"),
		"the-same-values":      chart("templates/a.yaml", "data: {{ toJson .Values }}\n", "values.yaml", "map: {a: 1}\n"),
		"capabilities":         chart("templates/a.yaml", "data: {{ toJson .Capabilities.APIVersions }}\n---\nversion: {{ .Capabilities.KubeVersion }}\n"),
		"changed-capabilities": chart("templates/a.yaml", "{{ $_ := set .Capabilities.KubeVersion \"Version\" \"v0\" }}kind: ConfigMap\n"),
		"definitions":          chart("crds/a.yaml", "kind: CustomResourceDefinition\nmetadata: {name: bees.example.org}\n"),
		"a-schema": chart("templates/a.yaml", "kind: ConfigMap\n", "values.yaml", "a: text\n",
			"values.schema.json", `{"$id": "https://example.org/values", "properties": {"a": {"type": "integer"}}}`),
		"another-schema-of-that-name": chart("templates/a.yaml", "kind: ConfigMap\n", "values.yaml", "a: text\n",
			"values.schema.json", `{"$id": "https://example.org/values", "properties": {"a": {"type": "string"}}}`),
		"a-failure": chart("templates/a.yaml", `{{ fail "no" }}`),
		"a-subchart": chart("Chart.yaml", "{apiVersion: v2, name: shop, version: 1.2.3, dependencies: [{name: sub, version: 1.0.0, condition: sub.enabled}]}",
			"charts/sub/Chart.yaml", "{apiVersion: v2, name: sub, version: 1.0.0}", "charts/sub/templates/a.yaml", "kind: ConfigMap\n", "values.yaml", "sub: {enabled: false}\n"),
	}
}

func TestARenderingIsThatOfAProcessOfItsOwn(t *testing.T) {
	all := corpus()
	files := map[string]string{}
	for directory, content := range all {
		for name, text := range content {
			files[directory+"/"+name] = text
		}
	}
	names := slices.Sorted(maps.Keys(all))
	alone := map[string]string{}
	for _, name := range names {
		alone[name] = shown(start(t, files).folder(name))
	}
	if alone["a-part"] == alone["another-part"] || alone["a-schema"] == alone["another-schema-of-that-name"] {
		t.Fatalf("charts that differ render the same: %v", alone)
	}

	for _, first := range names {
		w := start(t, files)
		_ = w.folder(first)
		for _, second := range names {
			for _, name := range []string{second, first} {
				if text := shown(w.folder(name)); text != alone[name] {
					t.Errorf("%s, with %s and %s in the same process:\n%s\nand alone:\n%s", name, first, second, text, alone[name])
				}
			}
		}
	}
}

func shown(o outcome) string {
	return fmt.Sprint(o.files, o.all(), o.hooks, o.failure, o.died)
}
