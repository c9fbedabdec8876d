package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// packed returns an archive in the format of "helm package", of names and contents.
func packed(t *testing.T, files ...string) []byte {
	t.Helper()
	return archived(t, func(out *tar.Writer) {
		for i := 0; i < len(files); i += 2 {
			put(t, out, &tar.Header{Name: files[i], Mode: 0o644, Typeflag: tar.TypeReg, Size: int64(len(files[i+1]))}, files[i+1])
		}
	})
}

func put(t *testing.T, out *tar.Writer, header *tar.Header, content string) {
	t.Helper()
	if err := out.WriteHeader(header); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
}

func archived(t *testing.T, fill func(*tar.Writer)) []byte {
	t.Helper()
	var buffer bytes.Buffer
	zipped := gzip.NewWriter(&buffer)
	out := tar.NewWriter(zipped)
	fill(out)
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

const metadata = "{apiVersion: v2, name: shop, version: 1.0.0}"

func TestRefusesHostileArchives(t *testing.T) {
	zeros := strings.Repeat("\x00", 4<<20)
	for name, test := range map[string]struct {
		archive  []byte
		expected string
	}{
		"a path above":     {packed(t, "shop/Chart.yaml", metadata, "shop/../../etc/cron", "x"), "leaves the chart"},
		"an absolute path": {packed(t, "shop/Chart.yaml", metadata, "/etc/cron", "x"), "leaves the chart"},
		"a Windows path":   {packed(t, "shop/Chart.yaml", metadata, `..\..\etc`, "x"), "leaves the chart"},
		"a link": {archived(t, func(out *tar.Writer) {
			put(t, out, &tar.Header{Name: "shop/Chart.yaml", Size: int64(len(metadata)), Typeflag: tar.TypeReg}, metadata)
			put(t, out, &tar.Header{Name: "shop/values.yaml", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink}, "")
		}), "is a link or a device"},
		"a hard link": {archived(t, func(out *tar.Writer) {
			put(t, out, &tar.Header{Name: "shop/values.yaml", Linkname: "/etc/passwd", Typeflag: tar.TypeLink}, "")
		}), "is a link or a device"},
		"a large file": {packed(t, "shop/Chart.yaml", metadata, "shop/a", zeros+zeros), "larger than 5 MiB"},
		"a bomb": {archived(t, func(out *tar.Writer) {
			for range 40 {
				put(t, out, &tar.Header{Name: "shop/a", Size: int64(len(zeros)), Typeflag: tar.TypeReg}, zeros)
			}
		}), "a chart of more than"},
		"too many files": {archived(t, func(out *tar.Writer) {
			for range maxFiles + 1 {
				put(t, out, &tar.Header{Name: "shop/a", Typeflag: tar.TypeReg}, "")
			}
		}), "a chart of more than"},
		"a bomb within":    {packed(t, "shop/Chart.yaml", metadata, "shop/charts/a.tgz", string(packed(t, "a/x", zeros+zeros))), "larger than 5 MiB"},
		"no archive":       {[]byte("nothing of the kind"), "not a packed chart"},
		"half an archive":  {packed(t, "shop/Chart.yaml", metadata)[:60], "not a packed chart"},
		"an empty archive": {packed(t), "no files in chart archive"},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, shop())

			rendered := w.render(request{Archive: test.archive})

			if !strings.Contains(rendered.failure, test.expected) {
				t.Errorf("%+v", rendered)
			}
			if after := w.folder("charts/shop"); after.failure != "" || after.died {
				t.Errorf("afterwards: %+v", after)
			}
		})
	}
}

func TestLimitsTheNestingOfPackedCharts(t *testing.T) {
	inner := packed(t, "a/Chart.yaml", metadata)
	for range 10 {
		inner = packed(t, "a/Chart.yaml", metadata, "a/charts/a.tgz", string(inner))
	}
	w := start(t, nil)

	rendered := w.render(request{Archive: inner})

	if !strings.Contains(rendered.failure, "deeper than 8") {
		t.Fatalf("%+v", rendered)
	}
}

func TestFollowsNoLinkOfTheRepository(t *testing.T) {
	w := start(t, with(shop(), "charts/shop/templates/link.yaml", "-"))
	w.links = []string{"charts/shop/templates/link.yaml"}

	rendered := w.folder("charts/shop")

	if rendered.failure != "charts/shop/templates/link.yaml: a symbolic link, which is not followed" {
		t.Fatalf("%+v", rendered)
	}
}

func TestStaysWithinTheRepository(t *testing.T) {
	for _, root := range []string{"..", "../charts/shop", "/charts/shop", "charts/../../shop"} {
		w := start(t, shop())

		rendered := w.folder(root)

		if !strings.Contains(rendered.failure, "outside of the repository") || len(w.questions) != 0 {
			t.Errorf("%s: %+v, asked %v", root, rendered, w.questions)
		}
	}
}

func TestTemplatesReachNeitherFilesNorNamesNorTheEnvironment(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("hunter2"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HUNTER", "hunter2")
	w := start(t, with(shop(), "charts/shop/templates/settings.yaml", `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  file: {{ .Files.Get "`+secret+`" | quote }}
  above: {{ .Files.Get "../../../../../../../..`+secret+`" | quote }}
  found: {{ (.Files.Glob "/**").AsConfig | quote }}
  host: {{ getHostByName "localhost" | quote }}
  cluster: {{ lookup "v1" "Secret" "kube-system" "" | toJson | quote }}
`))

	rendered := w.folder("charts/shop")

	if rendered.failure != "" || strings.Contains(rendered.all(), "hunter2") || !strings.Contains(rendered.all(), `host: ""`) {
		t.Fatalf("%+v", rendered)
	}
	for _, action := range []string{`{{ env "HUNTER" }}`, `{{ expandenv "$HUNTER" }}`} {
		w := start(t, with(shop(), "charts/shop/templates/a.yaml", action))
		if rendered := w.folder("charts/shop"); !strings.Contains(rendered.failure, "not defined") {
			t.Errorf("%+v", rendered)
		}
	}
}

func TestATemplateThatExhaustsMemoryOrTheStackEndsTheProcessAlone(t *testing.T) {
	for name, template := range map[string]string{
		"memory": `{{ $x := "aaaaaaaaaaaaaaaa" }}{{ range until 40 }}{{ $x = printf "%s%s" $x $x }}{{ end }}`,
		"itself": `{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}`,
		"output": `{{ range until 100000 }}{{ range until 100000 }}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{{ end }}{{ end }}`,
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, with(shop(), "charts/shop/templates/a.yaml", template))

			rendered := w.folder("charts/shop")

			if !rendered.died && rendered.failure == "" {
				t.Errorf("%d files", len(rendered.files))
			}
			t.Log(rendered.failure)
		})
	}
}

func TestLimitsTheContentOfAFolder(t *testing.T) {
	deep := "charts/shop/" + strings.Repeat("a/", maxDepth+2) + "x"
	for expected, file := range map[string][2]string{
		"larger than 5 MiB":       {"charts/shop/large", strings.Repeat("x", 6<<20)},
		"folders nested deeper":   {deep, "x"},
		"values.yaml":             {"charts/shop/values.yaml", bomb()},
		"values that are no YAML": {"charts/shop/README", "x"},
	} {
		w := start(t, with(shop(), file[0], file[1]))
		values := "a: 1"
		if expected == "values that are no YAML" {
			values = bomb()
		}

		rendered := w.folder("charts/shop", values)

		if !strings.Contains(rendered.failure, expected) {
			t.Errorf("%s: %+v", expected, rendered)
		}
	}
}

func bomb() string {
	text := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'i'; c++ {
		p := string(c - 1)
		text += string(c) + ": &" + string(c) + " [*" + strings.Repeat(p+",*", 8) + p + "]\n"
	}
	return text
}

func TestExitsWhenItsInputEnds(t *testing.T) {
	w := start(t, shop())
	_ = w.folder("charts/shop")

	_ = w.in.Close()

	if err := w.command.Wait(); err != nil {
		t.Fatal(err)
	}
}
