package main

import (
	"errors"

	"millrace.dev/shared-worker/protocol"
)

// request asks for the rendering of one directory.
type request struct {
	protocol.Request
	Root *string `json:"root"`
}

// answer is the agent's answer to a question about a path.
type answer struct {
	protocol.Answer
	Absent  bool    `json:"absent"`
	Content *[]byte `json:"content"`
	Entries *[]struct {
		Name string `json:"name"`
		Dir  bool   `json:"dir"`
	} `json:"entries"`
	Exists bool `json:"exists"`
	Dir    bool `json:"dir"`
}

// result holds the rendered objects.
type result struct {
	ID   string `json:"id"`
	YAML []byte `json:"yaml"`
}

func checkRequest(r request) error {
	if r.Root == nil {
		return errors.New(`a request needs "root"`)
	}
	return nil
}

func answerTo(r request, conversation *protocol.Conversation) (any, error) {
	// Some methods of kustomize's file system return no error. After an error of the conversation, every path is absent.
	files := newRepository(func(ask, path string) answer {
		var received answer
		if err := conversation.Ask(conversation.Question(ask, path), &received); err != nil {
			return answer{Absent: true}
		}
		return received
	})
	yaml, err := render(files, *r.Root)
	if err != nil {
		return nil, err
	}
	return result{ID: r.Render, YAML: yaml}, nil
}
