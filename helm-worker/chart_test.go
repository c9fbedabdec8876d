package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const settings = `apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}-settings, namespace: {{ .Release.Namespace }}}
data: {colour: {{ .Values.colour | quote }}, size: {{ .Values.size | quote }}}
`

func shop() map[string]string {
	return map[string]string{
		"charts/shop/Chart.yaml":              "apiVersion: v2\nname: shop\nversion: 1.2.3\n",
		"charts/shop/values.yaml":             "colour: blue\nsize: 1\n",
		"charts/shop/templates/settings.yaml": settings,
		"charts/shop/templates/_helpers.tpl":  `{{ define "shop.name" }}shop{{ end }}`,
		"charts/shop/templates/NOTES.txt":     "Thank you\n",
	}
}

func with(files map[string]string, more ...string) map[string]string {
	all := maps.Clone(files)
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}

func TestRendersAChartWithItsValuesAndNoneOfItsNotes(t *testing.T) {
	w := start(t, shop())

	rendered := w.folder("charts/shop")

	if !slices.Equal(rendered.files, []string{"shop/templates/settings.yaml"}) {
		t.Fatalf("%v %s", rendered.files, rendered.failure)
	}
	if text := rendered.all(); !strings.Contains(text, `data: {colour: "blue", size: "1"}`) || !strings.Contains(text, "namespace: market") {
		t.Fatal(text)
	}
}

func TestLaterValuesWinAndMappingsAreMerged(t *testing.T) {
	w := start(t, with(shop(), "charts/shop/templates/settings.yaml",
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {{ toJson .Values.settings }}\n"))

	rendered := w.folder("charts/shop", "settings: {a: one, b: one}", "settings: {b: two}")

	if !strings.Contains(rendered.all(), `{"a":"one","b":"two"}`) {
		t.Fatal(rendered)
	}
}

func TestAsksForEachFileOnceAndForNoneThatIsIgnored(t *testing.T) {
	w := start(t, with(shop(), "charts/shop/.helmignore", "docs/\n*.md\n", "charts/shop/docs/a.txt", "a", "charts/shop/README.md", "b"))

	rendered := w.folder("charts/shop")

	if rendered.failure != "" || slices.Contains(w.questions, "dir charts/shop/docs") || slices.Contains(w.questions, "file charts/shop/README.md") {
		t.Fatalf("%v %s", w.questions, rendered.failure)
	}
	if questions := slices.Clone(w.questions); len(slices.Compact(slices.Sorted(slices.Values(questions)))) != len(w.questions) {
		t.Errorf("asked twice: %v", w.questions)
	}
}

func TestRendersTheSameBytesEachTime(t *testing.T) {
	files := with(shop(), "charts/shop/Chart.yaml", `{apiVersion: v2, name: shop, version: 1.2.3, dependencies: [{name: a, version: 1.0.0}, {name: b, version: 1.0.0}]}`)
	for _, name := range []string{"a", "b"} {
		files["charts/shop/charts/"+name+"/Chart.yaml"] = "{apiVersion: v2, name: " + name + ", version: 1.0.0}"
		files["charts/shop/charts/"+name+"/templates/all.yaml"] = strings.Repeat("---\n"+settings, 3)
	}
	w := start(t, files)
	first := w.folder("charts/shop").all()

	for range 20 {
		if again := w.folder("charts/shop").all(); again != first {
			t.Fatalf("%s\nis not\n%s", again, first)
		}
	}
}

func TestDefinitionsOfKindsComeFirstAndHooksAreApart(t *testing.T) {
	w := start(t, with(shop(),
		"charts/shop/crds/routes.yaml", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: routes.example.org}\n",
		"charts/shop/templates/a-hook.yaml", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate, annotations: {helm.sh/hook: pre-install}}\n",
		"charts/shop/templates/tests/test.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: test, annotations: {\"helm.sh/hook\": test}}\n"))

	rendered := w.folder("charts/shop")

	if !slices.Equal(rendered.files, []string{"shop/crds/routes.yaml", "shop/templates/settings.yaml"}) {
		t.Fatalf("%v %s", rendered.files, rendered.failure)
	}
	if !slices.Equal(rendered.hooks, []hook{{File: "shop/templates/a-hook.yaml", Kind: "Job", Name: "migrate", Events: "pre-install"}}) {
		t.Fatalf("%+v", rendered.hooks)
	}
}

func TestMarksObjectsThatDifferInEachRendering(t *testing.T) {
	fixed := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fixed}\n"
	for name, test := range map[string]struct {
		files    []string
		expected []string
	}{
		"a password":           {[]string{"charts/shop/templates/a.yaml", "---\nkind: Secret\ndata: {p: {{ randAlphaNum 12 | b64enc }}}\n---\n" + fixed}, []string{"kind: Secret"}},
		"a password by a part": {[]string{"charts/shop/templates/_p.tpl", `{{ define "p" }}{{ randAlphaNum 12 }}{{ end }}`, "charts/shop/templates/a.yaml", "kind: Secret\na: {{ include \"p\" . }}\n"}, []string{"kind: Secret"}},
		"one that is kept":     {[]string{"charts/shop/templates/a.yaml", "kind: Secret\na: {{ .Values.p | default (randAlphaNum 12) }}\n", "charts/shop/values.yaml", "{p: a, colour: blue, size: 1}"}, nil},
		"values that change":   {[]string{"charts/shop/templates/a.yaml", "kind: Secret\n{{ $_ := set .Values \"n\" (add1 (.Values.n | default 0)) }}\na: {{ .Values.n }}\n{{/* uuidv4 */}}"}, nil},
		"a name of that kind":  {[]string{"charts/shop/templates/a.yaml", "kind: Secret\na: uuidv4\n"}, nil},
		"no such thing":        {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, with(shop(), test.files...))

			rendered := w.folder("charts/shop")

			if rendered.failure != "" || len(rendered.random) != len(test.expected) {
				t.Fatalf("%+v", rendered)
			}
			for i, text := range test.expected {
				if !strings.Contains(rendered.random[i], text) {
					t.Error(rendered.random)
				}
			}
		})
	}
}

func TestTemplatesSeeTheClustersVersionAndKinds(t *testing.T) {
	w := start(t, with(shop(), "charts/shop/templates/settings.yaml", `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {version: {{ .Capabilities.KubeVersion.Version | quote }}, monitors: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1/ServiceMonitor" | quote }}, ingresses: {{ .Capabilities.APIVersions.Has "networking.k8s.io/v1" | quote }}}
`))
	root := "charts/shop"

	rendered := w.render(request{Path: &root, Kubernetes: "v1.35.4", APIs: []string{"monitoring.coreos.com/v1/ServiceMonitor"}})

	if !strings.Contains(rendered.all(), `{version: "v1.35.4", monitors: "true", ingresses: "false"}`) {
		t.Fatal(rendered)
	}
}

func TestAPackedChartAndAPackedSubchartRenderAsFoldersDo(t *testing.T) {
	within := packed(t, "sub/Chart.yaml", "{apiVersion: v2, name: sub, version: 1.0.0}", "sub/templates/a.yaml", settings)
	archive := packed(t,
		"shop/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.2.3, dependencies: [{name: sub, version: 1.0.0}]}",
		"shop/values.yaml", "sub: {colour: green}",
		"shop/charts/sub-1.0.0.tgz", string(within))
	w := start(t, nil)

	rendered := w.render(request{Archive: archive})

	if !slices.Equal(rendered.files, []string{"shop/charts/sub/templates/a.yaml"}) || !strings.Contains(rendered.all(), `"green"`) {
		t.Fatal(rendered)
	}
}

func TestReportsTheReasonWhyAChartIsUnusable(t *testing.T) {
	for name, test := range map[string]struct {
		files    []string
		expected string
	}{
		"a dependency that isn't there": {[]string{"charts/shop/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.0.0, dependencies: [{name: redis, version: 1.2.x, repository: \"https://example.org\"}]}"},
			`shop depends on redis 1.2.x, which isn't in its charts/ folder: run "helm dependency build" and commit what it adds`},
		"a library":               {[]string{"charts/shop/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.0.0, type: library}"}, "a library chart can't be applied"},
		"another cluster":         {[]string{"charts/shop/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.0.0, kubeVersion: \"<1.20\"}"}, "the chart requires Kubernetes <1.20, the cluster has v"},
		"a value that must be":    {[]string{"charts/shop/templates/a.yaml", `{{ required "colour is missing" .Values.nothing }}`}, "colour is missing"},
		"a template's mistake":    {[]string{"charts/shop/templates/a.yaml", "a: {{ .Values.colour.deep.deeper }}"}, "shop/templates/a.yaml:1"},
		"an unfinished action":    {[]string{"charts/shop/templates/a.yaml", "\n\n{{ if"}, "shop/templates/a.yaml:3"},
		"a schema":                {[]string{"charts/shop/values.schema.json", `{"properties": {"size": {"type": "string"}}}`}, "got number, want string"},
		"a schema elsewhere":      {[]string{"charts/shop/values.schema.json", `{"$ref": "http://127.0.0.1:1/a.json"}`}, "which is not fetched"},
		"a schema of the disk":    {[]string{"charts/shop/values.schema.json", `{"$ref": "file:///etc/passwd"}`}, "which is not fetched"},
		"an empty Chart.yaml":     {[]string{"charts/shop/Chart.yaml", ""}, "chart.metadata.name is required"},
		"what renders to no YAML": {[]string{"charts/shop/templates/a.yaml", "kind: {"}, "shop/templates/a.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, with(shop(), test.files...))

			rendered := w.folder("charts/shop")

			if !strings.Contains(rendered.failure, test.expected) {
				t.Errorf("%+v", rendered)
			}
		})
	}
}
