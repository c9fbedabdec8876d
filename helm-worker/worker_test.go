package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var binary string

// The tests speak with the built command, as the agent does.
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

// A worker and the repository it is told about.
type worker struct {
	t       *testing.T
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
	files   map[string]string
	links   []string
	asked   []string
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

// What a rendering came to, by template.
type outcome struct {
	files   []string
	texts   map[string]string
	failure string
	died    bool
	hooks   []hook
	random  []string // those marked as such
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

func (w *worker) render(asked request, values ...string) outcome {
	w.t.Helper()
	asked.Render, asked.CRDs = "1", true
	if asked.Release == "" {
		asked.Release, asked.Namespace = "shop", "market"
	}
	for _, text := range values {
		asked.Values = append(asked.Values, []byte(text))
	}
	w.asked = nil
	w.send(asked)
	for {
		if !w.out.Scan() {
			return outcome{died: true}
		}
		var said struct {
			question
			result
		}
		if err := json.Unmarshal(w.out.Bytes(), &said); err != nil {
			w.t.Fatal(err)
		}
		if said.Ask == "" {
			return came(said.result)
		}
		w.asked = append(w.asked, said.Ask+" "+said.Path)
		w.send(w.answer(said.Ask, said.Path))
	}
}

func came(said result) outcome {
	texts := outcome{texts: map[string]string{}, failure: said.Error, hooks: said.Hooks}
	if said.Rendered == nil {
		return texts
	}
	for _, one := range *said.Rendered {
		texts.files = append(texts.files, one.File)
		texts.texts[one.File] += string(one.YAML)
		if one.Random {
			texts.random = append(texts.random, string(one.YAML))
		}
	}
	return texts
}

func (w *worker) answer(ask, path string) answer {
	content, file := w.files[path]
	if ask == "file" {
		return answer{ID: "1", Absent: !file, Content: []byte(content)}
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
	return answer{ID: "1", Absent: len(entries) == 0, Entries: entries}
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
