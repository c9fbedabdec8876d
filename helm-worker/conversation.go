package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A request starts a rendering; whatever else arrives answers the question asked last.
type request struct {
	Render     string   `json:"render"`
	Release    string   `json:"release"`
	Namespace  string   `json:"namespace"`
	Path       *string  `json:"path"`
	Archive    []byte   `json:"archive"`
	Values     [][]byte `json:"values"` // YAML, the later ones win
	CRDs       bool     `json:"crds"`
	Kubernetes string   `json:"kubernetes"`
	APIs       []string `json:"apis"`
}

type question struct {
	ID   string `json:"id"`
	Ask  string `json:"ask"`
	Path string `json:"path"`
}

type entry struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // file, dir, or something else that is not followed
}

type answer struct {
	ID      string  `json:"id"`
	Absent  bool    `json:"absent"`
	Content []byte  `json:"content"`
	Entries []entry `json:"entries"`
}

type rendered struct {
	File   string `json:"file"`
	YAML   []byte `json:"yaml"`
	Random bool   `json:"random,omitempty"` // rendered once more it is another one
}

// A hook is what Helm runs beside a release.
type hook struct {
	File   string `json:"file"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Events string `json:"events"`
}

// The result of rendering a chart.
type output struct {
	files []rendered
	hooks []hook
}

type result struct {
	ID       string      `json:"id"`
	Rendered *[]rendered `json:"rendered,omitempty"`
	Hooks    []hook      `json:"hooks,omitempty"`
	Error    string      `json:"error,omitempty"`
}

// A broken conversation can't go on: the two sides no longer agree on what is asked and what is answered.
type broken struct{ cause error }

func (b broken) Error() string { return b.cause.Error() }

type conversation struct {
	in  *json.Decoder
	out *json.Encoder
}

func newConversation(in io.Reader, out io.Writer) *conversation {
	return &conversation{in: json.NewDecoder(bufio.NewReader(in)), out: json.NewEncoder(out)}
}

// serve answers one request after the other until the input ends.
func (c *conversation) serve() error {
	for {
		var next request
		if err := c.in.Decode(&next); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading a request: %w", err)
		}
		if next.Render == "" || (next.Path == nil) == (len(next.Archive) == 0) {
			return errors.New(`a request needs "render" and either "path" or "archive"`)
		}
		if err := c.answerTo(next); err != nil {
			return err
		}
	}
}

func (c *conversation) answerTo(next request) error {
	came, failure := render(next, func(ask, path string) (answer, error) { return c.ask(next.Render, ask, path) })
	var gone broken
	if errors.As(failure, &gone) {
		return gone
	}
	done := result{ID: next.Render, Rendered: &came.files, Hooks: came.hooks}
	if failure != nil {
		done = result{ID: next.Render, Error: failure.Error()}
	}
	if err := c.out.Encode(done); err != nil {
		return fmt.Errorf("writing a result: %w", err)
	}
	return nil
}

func (c *conversation) ask(id, ask, path string) (answer, error) {
	if err := c.out.Encode(question{ID: id, Ask: ask, Path: path}); err != nil {
		return answer{}, broken{fmt.Errorf("asking for %s %q: %w", ask, path, err)}
	}
	var said answer
	if err := c.in.Decode(&said); err != nil {
		return answer{}, broken{fmt.Errorf("waiting for %s %q: %w", ask, path, err)}
	}
	if said.ID != id {
		return answer{}, broken{fmt.Errorf("an answer for %q while rendering %q", said.ID, id)}
	}
	return said, nil
}
