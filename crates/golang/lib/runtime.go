// Package runtime: what the virtual machine calls, and the little that programs ask of it.
package runtime

type Error interface {
	error
	RuntimeError()
}

// failure is a mistake that the machine found.
type failure struct{ text string }

func (e failure) Error() string { return "runtime error: " + e.text }
func (e failure) RuntimeError() {}

type plainError struct{ text string }

func (e plainError) Error() string { return e.text }
func (e plainError) RuntimeError() {}

type TypeAssertionError struct{ text string }

func (e TypeAssertionError) Error() string { return e.text }
func (e TypeAssertionError) RuntimeError() {}

const (
	GOOS     = "linux"
	GOARCH   = "amd64"
	Compiler = "gc"
)

type MemStats struct {
	Alloc, TotalAlloc, Sys, Mallocs, Frees, HeapAlloc, HeapSys, HeapInuse uint64
	NumGC                                                                 uint32
}

func write(text string) (int, int)
func exit(code int)
func shown(v any) string
func release() string
func memory() int
func fatal(text string)

func Gosched()
func Goexit()
func NumGoroutine() int
func NumCPU() int             { return 4 }
func GOMAXPROCS(n int) int    { return 4 }
func Version() string         { return release() }
func GC()                     {}
func Fatal(text string)       { fatal(text) }
func ReadMemStats(m *MemStats) {
	n := uint64(memory())
	m.Alloc, m.HeapAlloc, m.HeapInuse, m.Sys, m.HeapSys, m.TotalAlloc = n, n, n, n+4000000, n, n
}

func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case error:
		return v.Error()
	case interface{ String() string }:
		return v.String()
	}
	return shown(v)
}

// die tells of panics that nobody recovered from.
func die(list []any, trace string) {
	text := ""
	for i, v := range list {
		if i > 0 {
			text += "\t"
		}
		text += "panic: " + describe(v)
		if e, ok := v.(failure); ok && e.text == "invalid memory address or nil pointer dereference" {
			text += "\n[signal SIGSEGV: segmentation violation]"
		}
		text += "\n"
	}
	write(text + trace)
	exit(2)
}
