package main

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/openapi"
)

// builtIn is the schema of a process in which no kustomization has set another one.
var builtIn = openapi.GetSchemaVersion()

// used is true if the process may have parsed a schema already.
var used bool

// render returns the output of "kustomize build" for one directory, as a process of its own would. Kustomize keeps the schema of a kustomization's
// field openapi in the process, and parses it into what earlier renderings have left. So such a rendering is repeated without that, and leaves nothing.
func render(files *repository, root string) ([]byte, error) {
	yaml, err := build(files, root)
	if openapi.GetSchemaVersion() != builtIn {
		if used {
			openapi.ResetOpenAPI()
			yaml, err = build(files, root)
		}
		openapi.ResetOpenAPI()
		used = false
		return yaml, err
	}
	used = true
	return yaml, err
}

// build renders one directory. Overlays name bases beside and above them, so kustomize's own restriction to the directory is off. The
// repository confines the rendering: nothing is outside of it.
func build(files *repository, root string) (yaml []byte, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			yaml, err = nil, fmt.Errorf("kustomize failed on %q: %v", root, problem)
		}
	}()
	if path.IsAbs(root) || strings.HasPrefix(path.Clean(root)+"/", "../") {
		return nil, fmt.Errorf("%q: %w", root, errOutside)
	}
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified // as "kustomize build": the order of the file, or else of kinds
	options.LoadRestrictions = types.LoadRestrictionsNone
	options.PluginConfig = types.DisabledPluginConfig()
	objects, err := krusty.MakeKustomizer(options).Run(files, "/"+relative(root))
	if files.refusal != nil {
		return nil, files.refusal
	}
	if err != nil {
		return nil, withAdvice(err)
	}
	rendered, err := objects.AsYaml()
	if err != nil {
		return nil, withAdvice(err)
	}
	return append([]byte{}, rendered...), nil // without any object it is an empty text, not nil
}

// valuePatterns match the values of a generator in kustomize's messages. They may be those of a Secret.
var valuePatterns = []struct {
	pattern     *regexp.Regexp
	replacement string
}{
	{regexp.MustCompile("(?s) with config: `.*`: "), ": "},
	{regexp.MustCompile(`(?s)literal sources \[.*\]: `), "literals: "},
	{regexp.MustCompile(`(?s)invalid literal source .*, expected key=value`), "a literal isn't of the form key=value"},
	{regexp.MustCompile(`merging from generator &\{.*?\}: `), "merging the generated object: "}, // an address, which differs each time
}

// advice replaces kustomize's messages about a missing program or flag, which can't be given here.
var advice = []struct {
	text   string
	reason error
}{
	{"'git' program", errRemote},
	{"plugins disabled", errPlugins},
	{"--enable-alpha-plugins", errPlugins},
	{"--enable-exec", errPlugins},
}

// withAdvice returns the error with advice, and without credentials and values of generators.
func withAdvice(err error) error {
	text := withoutUserInfo(err.Error())
	for _, value := range valuePatterns {
		text = value.pattern.ReplaceAllString(text, value.replacement)
	}
	for _, known := range advice {
		if strings.Contains(text, known.text) {
			return fmt.Errorf("%w (%s)", known.reason, text)
		}
	}
	if strings.Contains(text, "--enable-helm") {
		return errCharts // the rest is advice to set that flag
	}
	return errors.New(text)
}
