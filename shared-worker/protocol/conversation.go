// Package protocol implements the conversation of a worker with the agent: JSON, one value per line. The agent sends a request. The worker
// asks questions, each of which the agent answers, and ends with a result or an error.
package protocol

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Message is a message of the agent. It belongs to one rendering.
type Message interface {
	// Rendering returns the id of the rendering.
	Rendering() string
}

// Request is the common part of all requests. A request starts a rendering.
type Request struct {
	Render string `json:"render"`
}

// Rendering returns the id of the rendering.
func (r Request) Rendering() string { return r.Render }

// Question is the common part of all questions.
type Question struct {
	ID   string `json:"id"`
	Ask  string `json:"ask"`
	Path string `json:"path"`
}

// Answer is the common part of all answers.
type Answer struct {
	ID string `json:"id"`
}

// Rendering returns the id of the rendering.
func (a Answer) Rendering() string { return a.ID }

// Failure is the result of a rendering that failed.
type Failure struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

// Conversation asks the agent on behalf of one rendering. After an error of the connection or the protocol, every question fails with that error.
type Conversation struct {
	in  *json.Decoder
	out *json.Encoder
	id  string
	err error
}

// Question returns a question of the current rendering.
func (c *Conversation) Question(ask, path string) Question {
	return Question{ID: c.id, Ask: ask, Path: path}
}

// Ask sends the question and reads the agent's answer. An error ends the process, whatever the rendering makes of it: the two sides no
// longer agree on what is asked and what is answered.
func (c *Conversation) Ask(question any, answer Message) error {
	if c.err == nil {
		c.err = c.exchange(question, answer)
	}
	return c.err
}

func (c *Conversation) exchange(question any, answer Message) error {
	if err := c.out.Encode(question); err != nil {
		return fmt.Errorf("sending a question: %w", err)
	}
	if err := c.in.Decode(answer); err != nil {
		return fmt.Errorf("reading an answer: %w", err)
	}
	if id := answer.Rendering(); id != c.id {
		return fmt.Errorf("an answer for %q during the rendering of %q", id, c.id)
	}
	return nil
}

// Serve answers one request after the other until the input ends.
//
// check returns an error for a request that has no meaning. render returns the result to send, or the reason for which there is none. Serve returns an
// error if the conversation can't be continued.
func Serve[R Message](in io.Reader, out io.Writer, check func(R) error, render func(R, *Conversation) (any, error)) error {
	decoder, encoder := json.NewDecoder(bufio.NewReader(in)), json.NewEncoder(out)
	for {
		var request R
		if err := decoder.Decode(&request); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading a request: %w", err)
		}
		id := request.Rendering()
		if id == "" {
			return errors.New(`a request needs "render"`)
		}
		if err := check(request); err != nil {
			return err
		}
		conversation := &Conversation{in: decoder, out: encoder, id: id}
		result, err := render(request, conversation)
		if conversation.err != nil {
			return conversation.err
		}
		if err != nil {
			result = Failure{ID: id, Error: err.Error()}
		}
		if err := encoder.Encode(result); err != nil {
			return fmt.Errorf("sending a result: %w", err)
		}
	}
}
