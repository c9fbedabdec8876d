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
	Render string  `json:"render"`
	Root   *string `json:"root"`
}

type question struct {
	ID   string `json:"id"`
	Ask  string `json:"ask"`
	Path string `json:"path"`
}

type answer struct {
	ID      string  `json:"id"`
	Absent  bool    `json:"absent"`
	Content *[]byte `json:"content"`
	Entries *[]struct {
		Name string `json:"name"`
		Dir  bool   `json:"dir"`
	} `json:"entries"`
	Exists bool `json:"exists"`
	Dir    bool `json:"dir"`
}

type result struct {
	ID    string  `json:"id"`
	YAML  *[]byte `json:"yaml,omitempty"`
	Error string  `json:"error,omitempty"`
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
		if next.Render == "" || next.Root == nil {
			return errors.New(`a request needs "render" and "root"`)
		}
		if err := c.answerTo(next); err != nil {
			return err
		}
	}
}

func (c *conversation) answerTo(next request) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			gone, ok := thrown.(broken)
			if !ok {
				panic(thrown)
			}
			err = gone
		}
	}()
	files := newRepository(func(ask, path string) answer { return c.ask(next.Render, ask, path) })
	yaml, failure := render(files, *next.Root)
	done := result{ID: next.Render, YAML: &yaml}
	if failure != nil {
		done = result{ID: next.Render, Error: failure.Error()}
	}
	if err := c.out.Encode(done); err != nil {
		return fmt.Errorf("writing a result: %w", err)
	}
	return nil
}

// ask ends the rendering by a panic when there is nobody left to answer: kustomize's file system has methods that return no error.
func (c *conversation) ask(id, ask, path string) answer {
	if err := c.out.Encode(question{ID: id, Ask: ask, Path: path}); err != nil {
		panic(broken{fmt.Errorf("asking for %s %q: %w", ask, path, err)})
	}
	var said answer
	if err := c.in.Decode(&said); err != nil {
		panic(broken{fmt.Errorf("waiting for %s %q: %w", ask, path, err)})
	}
	if said.ID != id {
		panic(broken{fmt.Errorf("an answer for %q while rendering %q", said.ID, id)})
	}
	return said
}
