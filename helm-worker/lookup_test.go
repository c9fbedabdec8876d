package main

import (
	"encoding/json"
	"strings"
	"testing"

	"millrace.dev/shared-worker/protocol"
)

const (
	password = `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"password","namespace":"market","generation":1000000},"data":{"p":"aHVudGVyMg=="}}`
	guard    = `{{ $live := lookup "v1" "Secret" .Release.Namespace "password" }}
apiVersion: v1
kind: Secret
metadata: {name: password}
data: {p: {{ if $live }}{{ $live.data.p }}{{ else }}{{ randAlphaNum 12 | b64enc }}{{ end }}}
`
)

// startWith starts a worker whose chart has one template and whose cluster has these objects.
func startWith(t *testing.T, template string, objects ...string) *worker {
	t.Helper()
	w := start(t, with(shop(), "charts/shop/templates/a.yaml", template))
	w.lookup = func(q query) lookupAnswer {
		answer := lookupAnswer{Answer: protocol.Answer{ID: "1"}}
		for _, object := range objects {
			if (q.Name == "" || strings.Contains(object, `"name":"`+q.Name+`"`)) && strings.Contains(object, `"kind":"`+q.Kind+`"`) {
				answer.Items = append(answer.Items, json.RawMessage(object))
			}
		}
		return answer
	}
	return w
}

func (w *worker) withLookup() outcome {
	w.t.Helper()
	root := "charts/shop"
	return w.render(request{Path: &root, Lookup: true})
}

func TestLookupReturnsObjectsOfTheAgent(t *testing.T) {
	other := `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"other","namespace":"market"}}`
	for name, test := range map[string]struct{ expression, expected, question string }{
		"an object":           {`(lookup "v1" "Secret" "market" "password").data.p`, "aHVudGVyMg==", "lookup {v1 Secret market password}"},
		"a number":            {`(lookup "v1" "Secret" "market" "password").metadata.generation`, "1000000", "lookup {v1 Secret market password}"},
		"an absent object":    {`lookup "v1" "Secret" "market" "absent" | toJson`, "{}", "lookup {v1 Secret market absent}"},
		"a list":              {`len (lookup "v1" "Secret" "market" "").items`, "2", "lookup {v1 Secret market }"},
		"a list's kind":       {`(lookup "v1" "Secret" "" "").kind`, "SecretList", "lookup {v1 Secret  }"},
		"an empty list":       {`(lookup "apps/v1" "Deployment" "" "").items | toJson`, "[]", "lookup {apps/v1 Deployment  }"},
		"one without default": {`lookup "v1" "Namespace" "" "market" | toJson`, "{}", "lookup {v1 Namespace  market}"},
	} {
		t.Run(name, func(t *testing.T) {
			w := startWith(t, "kind: ConfigMap\nvalue: <{{ "+test.expression+" }}>\n", password, other)

			rendered := w.withLookup()

			if !strings.Contains(rendered.all(), "value: <"+test.expected+">") {
				t.Errorf("%+v", rendered)
			}
			if last := w.questions[len(w.questions)-1]; last != test.question {
				t.Error(last)
			}
		})
	}
}

func TestLookupFindsNothingUnlessTheRequestAllowsIt(t *testing.T) {
	w := startWith(t, "kind: ConfigMap\nvalue: <{{ lookup \"v1\" \"Secret\" \"market\" \"password\" | toJson }}>\n", password)

	rendered := w.folder("charts/shop")

	if !strings.Contains(rendered.all(), "value: <{}>") || strings.Contains(strings.Join(w.questions, " "), "lookup") {
		t.Fatalf("%+v %v", rendered, w.questions)
	}
}

func TestAsksOnceForEachQueryAndAgainInTheNextRendering(t *testing.T) {
	w := startWith(t, strings.Repeat(guard+"---\n", 3), password)

	for range 2 {
		rendered := w.withLookup()

		if count := strings.Count(strings.Join(w.questions, "\n"), "lookup"); count != 1 {
			t.Errorf("%d lookups: %+v", count, rendered)
		}
	}
}

func TestATemplateChangesItsCopyOfAnObjectOnly(t *testing.T) {
	w := startWith(t, `{{ $_ := set (lookup "v1" "Secret" "market" "password").data "p" "changed" }}
kind: ConfigMap
value: {{ (lookup "v1" "Secret" "market" "password").data.p }}
`, password)

	if rendered := w.withLookup(); !strings.Contains(rendered.all(), "value: aHVudGVyMg==") {
		t.Fatalf("%+v", rendered)
	}
}

func TestAValueThatALookupKeepsIsNotRandom(t *testing.T) {
	text := strings.Replace(guard, "\ndata: {p: {{ if", "\nstringData: {p: {{ if", 1)
	text = strings.Replace(text, "$live.data.p", "$live.data.p | b64dec", 1)
	text = strings.Replace(text, "randAlphaNum 12 | b64enc", "randAlphaNum 12", 1)
	for name, test := range map[string]struct {
		template string
		objects  []string
		random   int
	}{
		"the value is live":                  {guard, []string{password}, 0},
		"the object will be there next time": {guard, nil, 0},
		"its values are written as text":     {text, nil, 0},
		"another object is looked up":        {strings.Replace(guard, `Namespace "password"`, `Namespace "other"`, 1), nil, 1},
		"another namespace is looked up":     {strings.Replace(guard, `.Release.Namespace "password"`, `"other" "password"`, 1), nil, 1},
		"one of two values is kept":          {guard + "---\nkind: ConfigMap\nvalue: {{ uuidv4 }}\n", nil, 1},
		"a value that is found":              {guard + "---\nkind: ConfigMap\nvalue: {{ len (lookup \"v1\" \"Secret\" \"\" \"\").items }}\n", nil, 0},
		"the kind is listed":                 {strings.Replace(guard, `{{ $live := lookup "v1" "Secret" .Release.Namespace "password" }}`, `{{ $live := first (lookup "v1" "Secret" .Release.Namespace "").items }}`, 1), nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := startWith(t, test.template, test.objects...)

			rendered := w.withLookup()

			if rendered.failure != "" || len(rendered.random) != test.random {
				t.Errorf("%+v", rendered)
			}
		})
	}
}

func TestAChartThatNeedsMoreThanItsOwnManifestOfAnObjectRenders(t *testing.T) {
	w := startWith(t, guard+`---
kind: ConfigMap
{{ if $live }}value: {{ required "no address yet" $live.status.address }}{{ end }}
`)

	if rendered := w.withLookup(); rendered.failure != "" || len(rendered.files) != 3 {
		t.Fatalf("%+v", rendered)
	}
}

func TestRefusesMoreLookupsThanTheLimit(t *testing.T) {
	w := startWith(t, `{{ range until 301 }}{{ lookup "v1" "Secret" "market" (print "a" .) }}{{ end }}`)

	rendered := w.withLookup()

	if !strings.Contains(rendered.failure, "more than 300 lookups in one rendering") {
		t.Fatalf("%+v", rendered)
	}
}

func TestAFailedLookupFailsTheRendering(t *testing.T) {
	w := startWith(t, guard)
	w.lookup = func(query) lookupAnswer {
		return lookupAnswer{Answer: protocol.Answer{ID: "1"}, Error: "the API server does not answer"}
	}

	rendered := w.withLookup()

	if !strings.Contains(rendered.failure, "error calling lookup: the API server does not answer") || len(rendered.files) != 0 {
		t.Fatalf("%+v", rendered)
	}
}

func TestEndsWhenAnAnswerToALookupIsForAnotherRendering(t *testing.T) {
	w := startWith(t, guard)
	w.lookup = func(query) lookupAnswer { return lookupAnswer{Answer: protocol.Answer{ID: "2"}} }

	if rendered := w.withLookup(); !rendered.died {
		t.Fatalf("%+v", rendered)
	}
}
