// Gitea's own program, with SQLite in pure Go: Gitea 1.26 has only a driver that needs a C compiler.
package main

import (
	"database/sql"
	"database/sql/driver"
	"os"
	"strings"

	"code.gitea.io/gitea/cmd"
	"code.gitea.io/gitea/modules/log"
	"code.gitea.io/gitea/modules/setting"
	"github.com/urfave/cli/v3"
	"modernc.org/sqlite"
)

// Version is set by the linker.
var Version = "development"

// sqlite3 is the driver under the name, and with the options, that Gitea knows it by.
type sqlite3 struct{ sqlite.Driver }

func (d *sqlite3) Open(name string) (driver.Conn, error) {
	file, _, _ := strings.Cut(strings.TrimPrefix(name, "file:"), "?")
	return d.Driver.Open("file:" + file +
		"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)")
}

func init() {
	sql.Register("sqlite3", &sqlite3{})
	setting.EnableSQLite3 = true
	setting.AppVer = Version
}

func main() {
	cli.OsExiter = func(code int) {
		log.GetManager().Close()
		os.Exit(code)
	}
	app := cmd.NewMainApp(cmd.AppVersion{Version: Version})
	_ = cmd.RunMainApp(app, os.Args...)
	log.GetManager().Close()
}
