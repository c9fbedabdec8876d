package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"helm.sh/helm/v3/pkg/engine"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"millrace.dev/shared-worker/protocol"
	"sigs.k8s.io/yaml"
)

// maxLookups is the limit of different lookups of one rendering.
const maxLookups = 300

var (
	errTooManyLookups = fmt.Errorf("more than %d lookups in one rendering", maxLookups)
	errReadOnly       = errors.New("a template can only get and list objects")
)

// query selects the objects that a template looks up. Without a name it selects all of that kind, without a namespace those of all namespaces.
type query struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace"`
	Name       string `json:"name"`
}

// lookupQuestion asks for the objects that a query selects.
type lookupQuestion struct {
	protocol.Question
	query
}

// lookupAnswer holds the selected objects as JSON, or the reason why they can't be read.
type lookupAnswer struct {
	protocol.Answer
	Items []json.RawMessage `json:"items"`
	Error string            `json:"error"`
}

// cluster answers the lookups of a chart's templates. It asks the agent once for each query, so that all templates see the same objects.
type cluster struct {
	conversation *protocol.Conversation
	answers      map[query][]json.RawMessage
	applied      []appliedObject
}

var _ engine.ClientProvider = (*cluster)(nil)

func newCluster(conversation *protocol.Conversation) *cluster {
	return &cluster{conversation: conversation, answers: map[query][]json.RawMessage{}}
}

// GetClientFor returns a client for the objects of one kind. The agent knows which kinds are namespaced.
func (c *cluster) GetClientFor(apiVersion, kind string) (dynamic.NamespaceableResourceInterface, bool, error) {
	return objects{cluster: c, query: query{APIVersion: apiVersion, Kind: kind}}, true, nil
}

// find returns copies: a template may change its object.
func (c *cluster) find(q query) ([]unstructured.Unstructured, error) {
	answer, err := c.answer(q)
	if err != nil {
		return nil, err
	}
	found := make([]unstructured.Unstructured, len(answer))
	for i, item := range answer {
		if err := found[i].UnmarshalJSON(item); err != nil {
			return nil, errors.New("the agent's answer is not an object")
		}
	}
	return c.withApplied(q, found), nil
}

func (c *cluster) answer(q query) ([]json.RawMessage, error) {
	if known, ok := c.answers[q]; ok {
		return known, nil
	}
	if len(c.answers) >= maxLookups {
		return nil, errTooManyLookups
	}
	var received lookupAnswer
	if err := c.conversation.Ask(lookupQuestion{Question: c.conversation.Question("lookup", ""), query: q}, &received); err != nil {
		return nil, err
	}
	if received.Error != "" {
		return nil, errors.New(received.Error)
	}
	c.answers[q] = received.Items
	return received.Items, nil
}

// appliedObject is an object as a template rendered it.
type appliedObject struct {
	query
	content unstructured.Unstructured
}

// apply makes lookups find also the rendered objects, as if they had been applied. The next rendering is then the one of the next commit.
func (c *cluster) apply(manifests []manifest, namespace string) {
	for _, rendered := range manifests {
		var object unstructured.Unstructured
		if text, err := yaml.YAMLToJSON(rendered.YAML); err != nil || object.UnmarshalJSON(text) != nil {
			continue // the agent reports it
		}
		storeStringData(object.Object)
		q := query{APIVersion: object.GetAPIVersion(), Kind: object.GetKind(), Namespace: object.GetNamespace(), Name: object.GetName()}
		if q.Namespace == "" {
			q.Namespace = namespace
		}
		c.applied = append(c.applied, appliedObject{query: q, content: object})
	}
}

// storeStringData changes the content of a Secret as the API server does.
func storeStringData(object map[string]any) {
	texts, ok := object["stringData"].(map[string]any)
	if !ok {
		return
	}
	data, ok := object["data"].(map[string]any)
	if !ok {
		data = map[string]any{}
	}
	for key, text := range texts {
		data[key] = base64.StdEncoding.EncodeToString(fmt.Append(nil, text))
	}
	object["data"] = data
	delete(object, "stringData")
}

// withApplied adds the applied objects that are not live.
func (c *cluster) withApplied(q query, live []unstructured.Unstructured) []unstructured.Unstructured {
	for _, applied := range c.applied {
		if applied.APIVersion != q.APIVersion || applied.Kind != q.Kind || (q.Name != "" && applied.Name != q.Name) ||
			(q.Namespace != "" && applied.Namespace != q.Namespace) || contains(live, applied.Name, applied.Namespace) {
			continue
		}
		live = append(live, *applied.content.DeepCopy())
	}
	return live
}

func contains(live []unstructured.Unstructured, name, namespace string) bool {
	for _, object := range live {
		if object.GetName() == name && (object.GetNamespace() == "" || object.GetNamespace() == namespace) {
			return true
		}
	}
	return false
}

// objects is a client for the objects of one kind.
type objects struct {
	readOnly
	cluster *cluster
	query   query
}

// Namespace returns a client for the objects in the namespace.
func (o objects) Namespace(namespace string) dynamic.ResourceInterface {
	o.query.Namespace = namespace
	return o
}

// Get returns the object, or the error with which Helm finds nothing.
func (o objects) Get(_ context.Context, name string, _ metav1.GetOptions, _ ...string) (*unstructured.Unstructured, error) {
	o.query.Name = name
	found, err := o.cluster.find(o.query)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, apierrors.NewNotFound(schema.GroupResource{Resource: o.query.Kind}, name)
	}
	return &found[0], nil
}

// List returns the objects as a list.
func (o objects) List(context.Context, metav1.ListOptions) (*unstructured.UnstructuredList, error) {
	found, err := o.cluster.find(o.query)
	if err != nil {
		return nil, err
	}
	list := &unstructured.UnstructuredList{Items: found}
	list.SetAPIVersion(o.query.APIVersion)
	list.SetKind(o.query.Kind + "List")
	return list, nil
}
