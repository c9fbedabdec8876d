package main

import (
	"errors"

	"millrace.dev/shared-worker/protocol"
)

// request asks for the rendering of one chart.
type request struct {
	protocol.Request
	Release    string   `json:"release"`
	Namespace  string   `json:"namespace"`
	Path       *string  `json:"path"`
	Archive    []byte   `json:"archive"`
	Values     [][]byte `json:"values"` // YAML; later ones override earlier ones
	CRDs       bool     `json:"crds"`
	Lookup     bool     `json:"lookup"` // true if templates may look up objects; if false, they find none
	Kubernetes string   `json:"kubernetes"`
	APIs       []string `json:"apis"`
}

// entry is an entry of a folder.
type entry struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // file, dir, or something else that is not followed
}

// answer is the agent's answer to a question about a path.
type answer struct {
	protocol.Answer
	Absent  bool    `json:"absent"`
	Content []byte  `json:"content"`
	Entries []entry `json:"entries"`
}

// manifest is an object that a template rendered.
type manifest struct {
	File   string `json:"file"`
	YAML   []byte `json:"yaml"`
	Random bool   `json:"random,omitempty"` // the next rendering differs
}

// hook is an object that Helm applies beside a release.
type hook struct {
	File   string `json:"file"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Events string `json:"events"`
}

// result holds the rendered objects of a chart.
type result struct {
	ID       string     `json:"id"`
	Rendered []manifest `json:"rendered"`
	Hooks    []hook     `json:"hooks,omitempty"`
}

func checkRequest(r request) error {
	if (r.Path == nil) == (len(r.Archive) == 0) {
		return errors.New(`a request needs either "path" or "archive"`)
	}
	return nil
}

func answerTo(r request, conversation *protocol.Conversation) (any, error) {
	rendered, err := render(r, conversation)
	if err != nil {
		return nil, err
	}
	return result{ID: r.Render, Rendered: rendered.manifests, Hooks: rendered.hooks}, nil
}
