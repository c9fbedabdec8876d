package protocol

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

type request struct {
	Request
	Root string `json:"root"`
}

type answer struct {
	Answer
	Content string `json:"content"`
}

type result struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// render asks for one file and returns its content. It ignores the error of its question, as a template engine may do.
func render(r request, conversation *Conversation) (any, error) {
	var content answer
	_ = conversation.Ask(conversation.Question("file", r.Root), &content)
	if content.Content == "" {
		return nil, errors.New("no content")
	}
	return result{ID: r.Render, Text: content.Content}, nil
}

func check(r request) error {
	if r.Root == "" {
		return errors.New(`a request needs "root"`)
	}
	return nil
}

func TestAnswersEachRequestWithAResultOrAnError(t *testing.T) {
	in := `{"render":"1","root":"a"}` + "\n" + `{"id":"1","content":"blue"}` + "\n" +
		`{"render":"2","root":"b"}` + "\n" + `{"id":"2"}` + "\n"
	var out bytes.Buffer

	err := Serve(strings.NewReader(in), &out, check, render)

	expected := `{"id":"1","ask":"file","path":"a"}` + "\n" + `{"id":"1","text":"blue"}` + "\n" +
		`{"id":"2","ask":"file","path":"b"}` + "\n" + `{"id":"2","error":"no content"}` + "\n"
	if err != nil || out.String() != expected {
		t.Fatalf("%v\n%s", err, out.String())
	}
}

func TestEndsWhenTheProtocolIsBroken(t *testing.T) {
	for name, test := range map[string]struct{ input, expected string }{
		"no JSON":                     {"render it\n", "reading a request: "},
		"no id":                       {`{"root":"a"}`, `a request needs "render"`},
		"a request without meaning":   {`{"render":"1"}`, `a request needs "root"`},
		"an answer for another one":   {`{"render":"1","root":"a"}{"id":"2","content":"blue"}`, `an answer for "2" during the rendering of "1"`},
		"an answer that is not JSON":  {`{"render":"1","root":"a"}blue`, "reading an answer: "},
		"an end instead of an answer": {`{"render":"1","root":"a"}`, "reading an answer: EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer

			err := Serve(strings.NewReader(test.input), &out, check, render)

			if err == nil || !strings.HasPrefix(err.Error(), test.expected) {
				t.Fatal(err)
			}
			if strings.Contains(out.String(), "error") || strings.Contains(out.String(), "text") {
				t.Fatal(out.String())
			}
		})
	}
}

func TestAsksNothingAfterAnErrorOfTheConversation(t *testing.T) {
	var out bytes.Buffer
	again := func(r request, conversation *Conversation) (any, error) {
		_, _ = render(r, conversation)
		return render(r, conversation)
	}

	err := Serve(strings.NewReader(`{"render":"1","root":"a"}{"id":"2"}{"id":"1","content":"blue"}`), &out, check, again)

	if err == nil || strings.Count(out.String(), "ask") != 1 {
		t.Fatalf("%v %s", err, out.String())
	}
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errors.New("closed") }

func TestEndsWhenNobodyReadsItsOutput(t *testing.T) {
	err := Serve(strings.NewReader(`{"render":"1","root":"a"}`), closed{}, check, render)

	if err == nil || err.Error() != "sending a question: closed" {
		t.Fatal(err)
	}
}
