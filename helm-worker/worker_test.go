package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"millrace.dev/shared-worker/protocol"
)

var binary string

// TestMain builds the command: the tests run it as the agent does.
func TestMain(m *testing.M) {
	directory, err := os.MkdirTemp("", "helm-worker-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(directory, "helm-worker")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	status := m.Run()
	_ = os.RemoveAll(directory)
	os.Exit(status)
}

// worker is a running worker, with the repository and the cluster that it renders from.
type worker struct {
	t         *testing.T
	command   *exec.Cmd
	in        io.WriteCloser
	out       *bufio.Scanner
	files     map[string]string
	links     []string
	lookup    func(query) lookupAnswer
	questions []string
}

func start(t *testing.T, files map[string]string) *worker {
	t.Helper()
	command := exec.Command(binary)
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

// outcome is the result of a rendering, by template.
type outcome struct {
	files   []string
	texts   map[string]string
	failure string
	died    bool
	hooks   []hook
	random  []string // the objects that are marked as random
}

func (o outcome) all() string {
	all := ""
	for _, file := range o.files {
		all += o.texts[file] + "\n"
	}
	return all
}

func (w *worker) folder(path string, values ...string) outcome {
	w.t.Helper()
	return w.render(request{Path: &path}, values...)
}

func (w *worker) render(r request, values ...string) outcome {
	w.t.Helper()
	r.Render, r.CRDs = "1", true
	if r.Release == "" {
		r.Release, r.Namespace = "shop", "market"
	}
	for _, text := range values {
		r.Values = append(r.Values, []byte(text))
	}
	w.questions = nil
	w.send(r)
	for {
		if !w.out.Scan() {
			return outcome{died: true}
		}
		var received struct {
			Ask  string `json:"ask"`
			Path string `json:"path"`
			query
			Rendered []manifest `json:"rendered"`
			Hooks    []hook     `json:"hooks"`
			Error    string     `json:"error"`
		}
		if err := json.Unmarshal(w.out.Bytes(), &received); err != nil {
			w.t.Fatal(err)
		}
		if received.Ask == "" {
			return newOutcome(received.Rendered, received.Hooks, received.Error)
		}
		if received.Ask == "lookup" {
			w.questions = append(w.questions, fmt.Sprint(received.Ask, " ", received.query))
			w.send(w.lookup(received.query))
			continue
		}
		w.questions = append(w.questions, received.Ask+" "+received.Path)
		w.send(w.answer(received.Ask, received.Path))
	}
}

func newOutcome(manifests []manifest, hooks []hook, failure string) outcome {
	all := outcome{texts: map[string]string{}, failure: failure, hooks: hooks}
	for _, one := range manifests {
		all.files = append(all.files, one.File)
		all.texts[one.File] += string(one.YAML)
		if one.Random {
			all.random = append(all.random, string(one.YAML))
		}
	}
	return all
}

func (w *worker) answer(ask, path string) answer {
	content, file := w.files[path]
	if ask == "file" {
		return answer{Answer: protocol.Answer{ID: "1"}, Absent: !file, Content: []byte(content)}
	}
	entries := []entry{}
	add := func(name, kind string) {
		if !slices.ContainsFunc(entries, func(e entry) bool { return e.Name == name }) {
			entries = append(entries, entry{Name: name, Kind: kind})
		}
	}
	for name := range w.files {
		rest, within := strings.CutPrefix(name, path+"/")
		if path == "" {
			rest, within = name, true
		}
		if !within {
			continue
		}
		if first, _, deeper := strings.Cut(rest, "/"); deeper {
			add(first, "dir")
		} else if slices.Contains(w.links, name) {
			add(first, "link")
		} else {
			add(first, "file")
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.Name, b.Name) })
	return answer{Answer: protocol.Answer{ID: "1"}, Absent: len(entries) == 0, Entries: entries}
}

func (w *worker) send(message any) {
	w.t.Helper()
	text, err := json.Marshal(message)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.in.Write(append(text, '\n')); err != nil {
		w.t.Log(err)
	}
}
