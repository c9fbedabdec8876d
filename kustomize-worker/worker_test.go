package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

var binary string

// TestMain builds the command: the tests run it as the agent does.
func TestMain(m *testing.M) {
	directory, err := os.MkdirTemp("", "kustomize-worker-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(directory, "kustomize-worker")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	status := m.Run()
	_ = os.RemoveAll(directory)
	os.Exit(status)
}

const object = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  colour: blue\n"

// worker is a running worker and the repository that it renders from.
type worker struct {
	t         *testing.T
	command   *exec.Cmd
	in        io.WriteCloser
	out       *bufio.Scanner
	files     map[string]string
	questions []string
}

func start(t *testing.T, files map[string]string, environment ...string) *worker {
	t.Helper()
	command := exec.Command(binary)
	command.Env = append(os.Environ(), environment...)
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 64<<20)
	t.Cleanup(func() {
		_ = in.Close()
		_ = command.Wait()
	})
	return &worker{t: t, command: command, in: in, out: lines, files: files}
}

// render requests a rendering and answers the worker's questions from its files.
func (w *worker) render(id, root string) (yaml, failure string) {
	w.t.Helper()
	w.questions = nil
	w.send(map[string]any{"render": id, "root": root})
	for {
		received := w.next()
		if received["id"] != id {
			w.t.Fatalf("an answer for %v during the rendering of %q", received["id"], id)
		}
		if ask, asking := received["ask"].(string); asking {
			path := received["path"].(string)
			w.questions = append(w.questions, ask+" "+path)
			w.send(w.answer(id, ask, path))
			continue
		}
		if text, failed := received["error"].(string); failed {
			return "", text
		}
		decoded, err := base64.StdEncoding.DecodeString(received["yaml"].(string))
		if err != nil {
			w.t.Fatal(err)
		}
		return string(decoded), ""
	}
}

func (w *worker) answer(id, ask, path string) map[string]any {
	content, file := w.files[path]
	directory := path == "" || slices.ContainsFunc(keys(w.files), func(f string) bool { return strings.HasPrefix(f, path+"/") })
	switch {
	case ask == "file" && file:
		return map[string]any{"id": id, "content": base64.StdEncoding.EncodeToString([]byte(content))}
	case ask == "stat" && (file || directory):
		return map[string]any{"id": id, "exists": true, "dir": directory}
	default:
		return map[string]any{"id": id, "absent": true}
	}
}

func keys(files map[string]string) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	return names
}

func (w *worker) send(message map[string]any) {
	w.t.Helper()
	line, err := json.Marshal(message)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.in.Write(append(line, '\n')); err != nil {
		w.t.Fatal(err)
	}
}

func (w *worker) next() map[string]any {
	w.t.Helper()
	if !w.out.Scan() {
		w.t.Fatalf("the worker's output ended: %v", w.out.Err())
	}
	var received map[string]any
	if err := json.Unmarshal(w.out.Bytes(), &received); err != nil {
		w.t.Fatalf("not JSON: %s", w.out.Text())
	}
	return received
}

func shop() map[string]string {
	return map[string]string{
		"base/kustomization.yaml":             "resources: [settings.yaml]\n",
		"base/settings.yaml":                  object,
		"overlays/staging/kustomization.yaml": "namePrefix: staging-\nresources: [../../base]\n",
	}
}

func TestRendersAnOverlayOnABaseBesideIt(t *testing.T) {
	w := start(t, shop())

	yaml, failure := w.render("1", "overlays/staging")

	if failure != "" || yaml != strings.Replace(object, "name: settings", "name: staging-settings", 1) &&
		yaml != "apiVersion: v1\ndata:\n  colour: blue\nkind: ConfigMap\nmetadata:\n  name: staging-settings\n" {
		t.Fatalf("yaml %q, error %q", yaml, failure)
	}
}

func TestAsksForEachPathOnceAndForNothingElse(t *testing.T) {
	w := start(t, shop())

	_, _ = w.render("1", "overlays/staging")

	seen := map[string]bool{}
	for _, question := range w.questions {
		path := strings.SplitN(question, " ", 2)[1]
		if seen[question] || path != "base" && !strings.HasPrefix(path, "base/") && !strings.HasPrefix(path, "overlays/staging") {
			t.Errorf("asked for %s in %v", question, w.questions)
		}
		seen[question] = true
	}
	for _, needed := range []string{"file overlays/staging/kustomization.yaml", "file base/settings.yaml"} {
		if !seen[needed] {
			t.Errorf("did not ask for %s", needed)
		}
	}
}

func TestSeesTheNewFilesInTheNextRendering(t *testing.T) {
	w := start(t, shop())
	_, _ = w.render("1", "overlays/staging")
	w.files["base/settings.yaml"] = strings.Replace(object, "blue", "green", 1)

	yaml, failure := w.render("2", "overlays/staging")

	if failure != "" || !strings.Contains(yaml, "colour: green") {
		t.Fatalf("yaml %q, error %q", yaml, failure)
	}
}

func TestRendersTheRepositorysRoot(t *testing.T) {
	for _, root := range []string{"", "."} {
		w := start(t, map[string]string{"kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": object})

		yaml, failure := w.render("1", root)

		if failure != "" || !strings.Contains(yaml, "colour: blue") {
			t.Errorf("root %q: yaml %q, error %q", root, yaml, failure)
		}
	}
}

func TestGoesOnAfterAFailedRendering(t *testing.T) {
	w := start(t, shop())
	w.files["broken/kustomization.yaml"] = "resources: [absent.yaml]\n"

	_, failure := w.render("1", "broken")
	yaml, after := w.render("2", "base")

	if !strings.Contains(failure, "absent.yaml") {
		t.Errorf("the reason doesn't name the file: %q", failure)
	}
	if after != "" || yaml == "" {
		t.Errorf("yaml %q, error %q", yaml, after)
	}
}

func TestReportsARootWithoutKustomization(t *testing.T) {
	w := start(t, shop())

	for root, expected := range map[string]string{
		"overlays":            "kustomization",
		"nowhere":             "nowhere",
		"base/settings.yaml":  "settings.yaml",
		"../other/repository": "leaves the repository",
		"/etc":                "leaves the repository",
	} {
		if _, failure := w.render("1", root); !strings.Contains(failure, expected) {
			t.Errorf("root %q: %q", root, failure)
		}
	}
}

// A web server, a git and a helm record each attempt to reach outside.
func TestNeverReachesOutside(t *testing.T) {
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		_, _ = io.WriteString(w, object)
	}))
	defer server.Close()
	programs, trace := fakePrograms(t)
	repository := strings.Replace(server.URL, "http://", "http://someone:hunter2@", 1) + "/shop/config.git"
	generator := "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: g}\nfiles: [\"x=" + server.URL + "/x\"]\n"
	executable := "apiVersion: example.org/v1\nkind: Anything\nmetadata:\n  name: g\n  annotations:\n" +
		"    config.kubernetes.io/function: |\n      exec: {path: " + filepath.Join(programs, "git") + "}\n"
	container := strings.Replace(executable, "exec: {path: "+filepath.Join(programs, "git")+"}", "container: {image: a/b}", 1)

	for name, kustomization := range map[string]string{
		"a file over HTTP":              "resources: [\"" + server.URL + "/a.yaml\"]\n",
		"a file in upper case":          "resources: [\"" + strings.Replace(server.URL, "http", "HTTP", 1) + "/a.yaml\"]\n",
		"a repository over HTTP":        "resources: [\"" + repository + "//base?ref=main\"]\n",
		"a base":                        "bases: [\"" + repository + "//base?ref=main\"]\n",
		"a component":                   "components: [\"" + repository + "//base?ref=main\"]\n",
		"a forced git URL":              "resources: [\"git::" + repository + "\"]\n",
		"a repository on disk":          "resources: [\"file:///etc\"]\n",
		"a host without a scheme":       "resources: [github.com/example/shop]\n",
		"an SCP-like address":           "resources: [\"git@example.org:shop/config\"]\n",
		"a user and a path":             "resources: [\"git@example.org/shop/config\"]\n",
		"an OpenAPI schema":             "openapi: {path: \"" + server.URL + "/schema.json\"}\n",
		"a CRD":                         "crds: [\"" + server.URL + "/crd.json\"]\n",
		"a configuration":               "configurations: [\"" + server.URL + "/c.yaml\"]\n",
		"a patch":                       "resources: [a.yaml]\npatches: [{path: \"" + server.URL + "/p.yaml\"}]\n",
		"a strategic merge patch":       "resources: [a.yaml]\npatchesStrategicMerge: [\"" + server.URL + "/p.yaml\"]\n",
		"a JSON patch":                  "resources: [a.yaml]\npatchesJson6902: [{path: \"" + server.URL + "/p\", target: {version: v1, kind: ConfigMap, name: settings}}]\n",
		"a replacement":                 "resources: [a.yaml]\nreplacements: [{path: \"" + server.URL + "/r.yaml\"}]\n",
		"a generated map":               "configMapGenerator: [{name: g, files: [\"x=" + server.URL + "/x\"]}]\n",
		"a generated map's variables":   "configMapGenerator: [{name: g, envs: [\"" + server.URL + "/x\"]}]\n",
		"a remote generator":            "generators: [\"" + server.URL + "/g.yaml\"]\n",
		"a generator's own file":        "generators: [g.yaml]\n",
		"a transformer over git":        "transformers: [\"" + repository + "\"]\n",
		"a validator over git":          "validators: [\"" + repository + "\"]\n",
		"an executable function":        "generators: [exec.yaml]\n",
		"a container function":          "transformers: [container.yaml]\n",
		"a chart":                       "helmCharts: [{name: c, repo: \"" + server.URL + "\", version: \"1\"}]\n",
		"a chart of the old kind":       "helmChartInflationGenerator: [{chartName: c, chartRepoUrl: \"" + server.URL + "\"}]\n",
		"a file above the repository":   "resources: [../../etc/passwd]\n",
		"a file of the machine":         "resources: [/etc/passwd]\n",
		"a schema above":                "openapi: {path: ../../../etc/passwd}\n",
		"a base that fetches by itself": "resources: [../fetching]\n",
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, map[string]string{
				"app/kustomization.yaml":      kustomization,
				"app/a.yaml":                  object,
				"app/g.yaml":                  generator,
				"app/exec.yaml":               executable,
				"app/container.yaml":          container,
				"fetching/kustomization.yaml": "resources: [\"" + server.URL + "/a.yaml\"]\n",
			}, "PATH="+programs+":"+os.Getenv("PATH"), "XDG_CONFIG_HOME="+programs)

			yaml, failure := w.render("1", "app")

			if failure == "" {
				t.Errorf("rendered %q", yaml)
			}
			if strings.Contains(failure, "hunter2") || strings.Contains(failure, "someone") {
				t.Errorf("a credential in %q", failure)
			}
			if requests.Load() != 0 {
				t.Error("reached the web server")
			}
			if ran, _ := os.ReadFile(trace); len(ran) != 0 {
				t.Errorf("ran %s", ran)
			}
			t.Log(failure)
		})
	}
}

// fakePrograms returns a directory with a git, a helm and a docker, and the file in which these record that they ran.
func fakePrograms(t *testing.T) (directory, trace string) {
	directory = t.TempDir()
	trace = filepath.Join(directory, "trace")
	script := "#!/bin/sh\necho \"$0 $*\" >> " + trace + "\nexit 1\n"
	for _, name := range []string{"git", "helm", "docker"} {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return directory, trace
}

func TestNamesTheFileAndTheEntryOfARemoteResource(t *testing.T) {
	w := start(t, shop())
	w.files["base/kustomization.yaml"] = "resources: [settings.yaml, \"https://u:p@example.org/a.yaml\"]\n"

	_, failure := w.render("1", "overlays/staging")

	expected := `base/kustomization.yaml: resources: "https://example.org/a.yaml": remote resources are refused: copy it into the repository`
	if !strings.Contains(failure, expected) {
		t.Fatal(failure)
	}
}

func TestAdvisesWhatToUseInsteadOfChartsAndPlugins(t *testing.T) {
	chart := "apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: g}\nname: redis\nrepo: https://charts.example.com\n"
	plugin := "apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: {name: g}\nfiles: [a.enc.yaml]\n"
	for name, test := range map[string]struct {
		files    map[string]string
		expected string
	}{
		"charts":           {map[string]string{"app/kustomization.yaml": "helmCharts: [{name: redis, repo: https://charts.example.com, version: 1.2.3}]\n"}, "app/kustomization.yaml: helmCharts: charts are not inflated by kustomizations: name the chart in an Application"},
		"charts of a base": {map[string]string{"app/kustomization.yaml": "resources: [../base]\n", "base/kustomization.yaml": "helmCharts: [{name: redis}]\n"}, "base/kustomization.yaml: helmCharts: charts are not inflated"},
		"the old field":    {map[string]string{"app/kustomization.yaml": "helmChartInflationGenerator: [{chartName: redis}]\n"}, "app/kustomization.yaml: helmChartInflationGenerator: charts are not inflated"},
		"a generator":      {map[string]string{"app/kustomization.yaml": "generators: [g.yaml]\n", "app/g.yaml": chart}, "charts are not inflated by kustomizations"},
		"a plugin":         {map[string]string{"app/kustomization.yaml": "generators: [g.yaml]\n", "app/g.yaml": plugin}, "plugins and functions are not run: commit their output"},
		"a transformer":    {map[string]string{"app/kustomization.yaml": "resources: [a.yaml]\ntransformers: [g.yaml]\n", "app/a.yaml": object, "app/g.yaml": plugin}, "plugins and functions are not run"},
		"a remote base":    {map[string]string{"app/kustomization.yaml": "resources: [\"https://github.com/example/x//config?ref=v1\"]\n"}, "remote resources are refused: copy it into the repository"},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, test.files)

			_, failure := w.render("1", "app")

			if !strings.Contains(failure, test.expected) || strings.Contains(failure, "--enable") {
				t.Error(failure)
			}
		})
	}
}

func TestAKustomizationWithAnEmptyListOfChartsRenders(t *testing.T) {
	w := start(t, map[string]string{"app/kustomization.yaml": "helmCharts: []\nhelmChartInflationGenerator:\nresources: [a.yaml]\n", "app/a.yaml": object})

	if yaml, failure := w.render("1", "app"); failure != "" || yaml == "" {
		t.Fatal(failure)
	}
}

func TestAnswersWithAnErrorForHostileFiles(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'i'; c++ {
		p := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [*" + strings.Repeat(p+",*", 8) + p + "]\n"
	}
	for name, files := range map[string]map[string]string{
		"a cycle":             {"app/kustomization.yaml": "resources: [../app]\n"},
		"two in a cycle":      {"app/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../app]\n"},
		"a YAML bomb":         {"app/kustomization.yaml": "resources: [a.yaml]\n", "app/a.yaml": bomb},
		"a bomb of its own":   {"app/kustomization.yaml": bomb},
		"no YAML":             {"app/kustomization.yaml": "\x00\x01{{{\n"},
		"a list":              {"app/kustomization.yaml": "- a\n- b\n"},
		"numbers for names":   {"app/kustomization.yaml": "resources: [{a: 1}]\n"},
		"an object of nobody": {"app/kustomization.yaml": "resources: [a.yaml]\n", "app/a.yaml": "kind: ConfigMap\n"},
		"two kustomizations":  {"app/kustomization.yaml": "resources: []\n", "app/Kustomization": "resources: []\n"},
		"a null object":       {"app/kustomization.yaml": "resources: [a.yaml]\npatches: [{patch: \"- op: remove\\n  path: /\", target: {kind: ConfigMap}}]\n", "app/a.yaml": object},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, files)

			yaml, failure := w.render("1", "app")

			if failure == "" {
				t.Fatalf("rendered %q", yaml)
			}
			w.files = shop()
			if _, after := w.render("2", "overlays/staging"); after != "" {
				t.Fatalf("afterwards: %s", after)
			}
		})
	}
}

func TestRepeatsNoValueOfAGeneratedSecret(t *testing.T) {
	for name, generator := range map[string]string{
		"an absent file":        "literals: [password=hunter2], files: [absent]",
		"a malformed literal":   "literals: [token=hunter2, \"hunter2, expected\"]",
		"an empty literal name": "literals: [token=hunter2, \"=hunter2\"]",
		"a key twice":           "literals: [token=hunter2, \"token=`hunter2`\"]",
		"a merge with nothing":  "literals: [token=hunter2], behavior: merge",
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, map[string]string{
				"app/kustomization.yaml": "secretGenerator: [{name: s, " + generator + "}]\n",
			})

			_, failure := w.render("1", "app")

			if failure == "" || strings.Contains(failure, "hunter2") {
				t.Error(failure)
			}
			t.Log(failure)
		})
	}
}

func TestAPanicIsAnError(t *testing.T) {
	files := newRepository(func(string, string) answer { panic("out of order") })

	_, err := render(files, "app")

	if err == nil || err.Error() != `kustomize failed on "app": out of order` {
		t.Fatal(err)
	}
}

func TestExitsWhenItsInputEnds(t *testing.T) {
	w := start(t, shop())
	_, _ = w.render("1", "base")

	_ = w.in.Close()

	if err := w.command.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestEndsWithStatus2WhenTheProtocolIsBroken(t *testing.T) {
	for name, input := range map[string]string{
		"no root":                     `{"render":"1"}` + "\n",
		"an end instead of an answer": `{"render":"1","root":"app"}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			command := exec.Command(binary)
			command.Stdin = strings.NewReader(input)
			var messages bytes.Buffer
			command.Stderr = &messages

			err := command.Run()

			if err == nil || command.ProcessState.ExitCode() != 2 || !strings.HasPrefix(messages.String(), "kustomize-worker: ") {
				t.Fatalf("%v, %q", err, messages.String())
			}
		})
	}
}

func TestTheRepositoryIsReadOnly(t *testing.T) {
	files := newRepository(func(string, string) answer { return answer{Absent: true} })

	_, created := files.Create("a")
	for _, err := range []error{created, files.Mkdir("a"), files.MkdirAll("a"), files.RemoveAll("a"), files.WriteFile("a", nil)} {
		if err == nil {
			t.Error("wrote")
		}
	}
}
