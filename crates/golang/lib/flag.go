// Package flag: pkg.go.dev/flag, of the command line alone.
package flag

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

type Flag struct {
	Name, Usage, DefValue string
	set                   func(string) error
	kind                  string
}

var flags = map[string]*Flag{}
var rest []string
var parsed bool

var Usage = func() {
	fmt.Fprintf(os.Stderr, "Usage of %s:\n", os.Args[0])
	PrintDefaults()
}

func add(name, usage, def, kind string, set func(string) error) {
	flags[name] = &Flag{name, usage, def, set, kind}
}

func StringVar(p *string, name, value, usage string) {
	*p = value
	add(name, usage, value, "string", func(s string) error { *p = s; return nil })
}
func String(name, value, usage string) *string {
	p := new(string)
	StringVar(p, name, value, usage)
	return p
}
func IntVar(p *int, name string, value int, usage string) {
	*p = value
	add(name, usage, strconv.Itoa(value), "int", func(s string) error {
		n, err := strconv.ParseInt(s, 0, 64)
		if err == nil {
			*p = int(n)
			return nil
		}
		return fmt.Errorf("parse error")
	})
}
func Int(name string, value int, usage string) *int {
	p := new(int)
	IntVar(p, name, value, usage)
	return p
}
func BoolVar(p *bool, name string, value bool, usage string) {
	*p = value
	add(name, usage, strconv.FormatBool(value), "", func(s string) error {
		b, err := strconv.ParseBool(s)
		if err != nil {
			return fmt.Errorf("parse error")
		}
		*p = b
		return nil
	})
}
func Bool(name string, value bool, usage string) *bool {
	p := new(bool)
	BoolVar(p, name, value, usage)
	return p
}
func Float64(name string, value float64, usage string) *float64 {
	p := new(float64)
	*p = value
	add(name, usage, strconv.FormatFloat(value, 'g', -1, 64), "float", func(s string) error {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return fmt.Errorf("parse error")
		}
		*p = f
		return nil
	})
	return p
}
func DurationVar(p *time.Duration, name string, value time.Duration, usage string) {
	*p = value
	add(name, usage, value.String(), "duration", func(s string) error {
		d, err := time.ParseDuration(s)
		if err != nil {
			return fmt.Errorf("parse error")
		}
		*p = d
		return nil
	})
}
func Duration(name string, value time.Duration, usage string) *time.Duration {
	p := new(time.Duration)
	DurationVar(p, name, value, usage)
	return p
}

func names() []string {
	var out []string
	for name := range flags {
		i := len(out)
		out = append(out, name)
		for i > 0 && out[i] < out[i-1] {
			out[i], out[i-1] = out[i-1], out[i]
			i--
		}
	}
	return out
}

func PrintDefaults() {
	for _, name := range names() {
		f := flags[name]
		line := "  -" + name
		if f.kind != "" {
			line += " " + f.kind
		}
		if len(line) <= 4 {
			line += "\t"
		} else {
			line += "\n    \t"
		}
		line += f.Usage
		switch f.DefValue {
		case "", "0", "false", "0s":
		default:
			if f.kind == "string" {
				line += fmt.Sprintf(" (default %q)", f.DefValue)
			} else {
				line += " (default " + f.DefValue + ")"
			}
		}
		fmt.Fprintln(os.Stderr, line)
	}
}

func fail(text string) {
	fmt.Fprintln(os.Stderr, text)
	Usage()
	os.Exit(2)
}

func Parse() {
	parsed = true
	args := os.Args[1:]
	for len(args) > 0 {
		arg := args[0]
		if len(arg) < 2 || arg[0] != '-' {
			break
		}
		args = args[1:]
		if arg == "--" {
			break
		}
		name := arg[1:]
		if name[0] == '-' {
			name = name[1:]
		}
		value, has := "", false
		for i := 1; i < len(name); i++ {
			if name[i] == '=' {
				value, has, name = name[i+1:], true, name[:i]
				break
			}
		}
		f, ok := flags[name]
		if !ok {
			if name == "h" || name == "help" {
				Usage()
				os.Exit(0)
			}
			fail("flag provided but not defined: -" + name)
		}
		if !has {
			if f.kind == "" {
				value = "true"
			} else if len(args) == 0 {
				fail("flag needs an argument: -" + name)
			} else {
				value, args = args[0], args[1:]
			}
		}
		if err := f.set(value); err != nil {
			what := "value"
			if f.kind == "" {
				what = "boolean value"
			}
			fail(fmt.Sprintf("invalid %s %q for flag -%s: %v", what, value, name, err))
		}
	}
	rest = args
}

func Args() []string { return rest }
func NArg() int      { return len(rest) }
func Parsed() bool   { return parsed }
func Arg(i int) string {
	if i < 0 || i >= len(rest) {
		return ""
	}
	return rest[i]
}
