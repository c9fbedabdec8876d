package main

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
)

// render is "kustomize build" of one directory. Overlays name bases beside and above them, so what confines a rendering is the
// repository, which has no outside, and not kustomize's own restriction to the directory.
func render(files *repository, root string) (yaml []byte, err error) {
	defer func() {
		thrown := recover()
		if gone, ok := thrown.(broken); ok {
			panic(gone)
		}
		if thrown != nil {
			yaml, err = nil, fmt.Errorf("kustomize failed on %q: %v", root, thrown)
		}
	}()
	if path.IsAbs(root) || strings.HasPrefix(path.Clean(root)+"/", "../") {
		return nil, fmt.Errorf("%q: %w", root, errOutside)
	}
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified // as "kustomize build": the file's own order or else kinds in order
	options.LoadRestrictions = types.LoadRestrictionsNone
	options.PluginConfig = types.DisabledPluginConfig()
	objects, err := krusty.MakeKustomizer(options).Run(files, "/"+inside(root))
	if files.refusal != nil {
		return nil, files.refusal
	}
	if err != nil {
		return nil, explained(err)
	}
	rendered, err := objects.AsYaml()
	if err != nil {
		return nil, explained(err)
	}
	return append([]byte{}, rendered...), nil // no object is an empty text, not none
}

// What kustomize repeats of a generator's values, which may be those of a Secret.
var repeated = []struct {
	form  *regexp.Regexp
	plain string
}{
	{regexp.MustCompile("(?s) with config: `.*`: "), ": "},
	{regexp.MustCompile(`(?s)literal sources \[.*\]: `), "literals: "},
	{regexp.MustCompile(`(?s)invalid literal source .*, expected key=value`), "a literal isn't of the form key=value"},
	{regexp.MustCompile(`merging from generator &\{.*?\}: `), "merging what is generated: "}, // an address, another one each time
}

// Messages of kustomize for a missing program or flag, which nobody can give it here.
var lacks = []struct {
	text  string
	meant error
}{
	{"'git' program", errRemote},
	{"plugins disabled", errPlugins},
	{"--enable-alpha-plugins", errPlugins},
	{"--enable-exec", errPlugins},
}

// explained says what is meant where kustomize says what it lacks, and keeps credentials and values out.
func explained(err error) error {
	text := withoutUserInfo(err.Error())
	for _, value := range repeated {
		text = value.form.ReplaceAllString(text, value.plain)
	}
	for _, lacking := range lacks {
		if strings.Contains(text, lacking.text) {
			return fmt.Errorf("%w (%s)", lacking.meant, text)
		}
	}
	if strings.Contains(text, "--enable-helm") {
		return errCharts // the rest is advice to set that flag
	}
	return errors.New(text)
}
