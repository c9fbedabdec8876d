package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/ignore"
	"millrace.dev/shared-worker/protocol"
)

// The limits of a chart.
const (
	maxFiles   = 10_000
	maxBytes   = 64 << 20
	maxDepth   = 64 // of folders
	maxNesting = 8  // of charts packed within charts
)

var byteOrderMark = []byte{0xEF, 0xBB, 0xBF}

// folder is a folder of the repository that is a chart.
type folder struct {
	conversation *protocol.Conversation
	root         string
	rules        *ignore.Rules
	known        map[string][]byte // files that were read before the walk reached them
	files        []*loader.BufferedFile
	bytes        int
}

// chartFiles returns the files that Helm would load from the folder: all that .helmignore doesn't name.
func chartFiles(conversation *protocol.Conversation, root string) ([]*loader.BufferedFile, error) {
	f := &folder{conversation: conversation, root: root, rules: ignore.Empty(), known: map[string][]byte{}}
	top, err := f.list("")
	if err != nil {
		return nil, err
	}
	if hasFile(top, ignore.HelmIgnore) {
		content, err := f.read(ignore.HelmIgnore)
		if err != nil {
			return nil, err
		}
		f.known[ignore.HelmIgnore] = content
		if f.rules, err = ignore.Parse(bytes.NewReader(content)); err != nil {
			return nil, fmt.Errorf("%s: %w", ignore.HelmIgnore, err)
		}
	}
	f.rules.AddDefaults()
	if err := f.walk("", top, 0); err != nil {
		return nil, err
	}
	return f.files, nil
}

func hasFile(entries []entry, name string) bool {
	for _, one := range entries {
		if one.Name == name && one.Kind == "file" {
			return true
		}
	}
	return false
}

// ask asks the agent about a path of the chart.
func (f *folder) ask(kind, name string) (answer, error) {
	var received answer
	err := f.conversation.Ask(f.conversation.Question(kind, path.Join(f.root, name)), &received)
	return received, err
}

func (f *folder) list(directory string) ([]entry, error) {
	received, err := f.ask("dir", directory)
	if err != nil {
		return nil, err
	}
	if received.Absent {
		return nil, fmt.Errorf("there is no folder %q", path.Join(f.root, directory))
	}
	return received.Entries, nil
}

func (f *folder) read(name string) ([]byte, error) {
	if content, known := f.known[name]; known {
		return content, nil
	}
	received, err := f.ask("file", name)
	if err != nil {
		return nil, err
	}
	if received.Absent {
		return nil, fmt.Errorf("there is no file %q", path.Join(f.root, name))
	}
	return received.Content, nil
}

func (f *folder) walk(directory string, entries []entry, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%s: folders nested deeper than %d", path.Join(f.root, directory), maxDepth)
	}
	for _, one := range entries {
		name := path.Join(directory, one.Name)
		if f.rules.Ignore(name, info{one}) {
			continue
		}
		switch one.Kind {
		case "dir":
			within, err := f.list(name)
			if err != nil {
				return err
			}
			if err := f.walk(name, within, depth+1); err != nil {
				return err
			}
		case "file":
			if err := f.add(name); err != nil {
				return err
			}
		case "submodule":
			return fmt.Errorf("%s: a submodule, which is not followed", path.Join(f.root, name))
		default:
			return fmt.Errorf("%s: a symbolic link, which is not followed", path.Join(f.root, name))
		}
	}
	return nil
}

func (f *folder) add(name string) error {
	content, err := f.read(name)
	if err != nil {
		return err
	}
	f.bytes += len(content)
	if len(f.files) >= maxFiles || f.bytes > maxBytes {
		return fmt.Errorf("a chart of more than %d files or %d MiB", maxFiles, maxBytes>>20)
	}
	if int64(len(content)) > loader.MaxDecompressedFileSize {
		return fmt.Errorf("%s: larger than %d MiB", path.Join(f.root, name), loader.MaxDecompressedFileSize>>20)
	}
	f.files = append(f.files, &loader.BufferedFile{Name: name, Data: bytes.TrimPrefix(content, byteOrderMark)})
	return nil
}

// info describes an entry to the rules of .helmignore.
type info struct{ entry }

func (i info) Name() string { return i.entry.Name }
func (i info) Size() int64  { return 0 }
func (i info) Mode() fs.FileMode {
	if i.IsDir() {
		return fs.ModeDir
	}
	return 0
}
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.entry.Kind == "dir" }
func (i info) Sys() any           { return nil }

// isOutside returns true if the path leaves the repository.
func isOutside(name string) bool {
	return path.IsAbs(name) || strings.HasPrefix(path.Clean(name)+"/", "../")
}
