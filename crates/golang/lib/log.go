// Package log: pkg.go.dev/log.
package log

import (
	"fmt"
	"io"
	"os"
	"time"
)

const (
	Ldate = 1 << iota
	Ltime
	Lmicroseconds
	Llongfile
	Lshortfile
	LUTC
	Lmsgprefix
	LstdFlags = Ldate | Ltime
)

type Logger struct {
	w      io.Writer
	prefix string
	flags  int
}

var std = &Logger{os.Stderr, "", LstdFlags}

func New(out io.Writer, prefix string, flag int) *Logger { return &Logger{out, prefix, flag} }
func Default() *Logger                                   { return std }

func (l *Logger) out(s string) {
	head := ""
	if l.flags&Lmsgprefix == 0 {
		head = l.prefix
	}
	now := time.Now()
	if l.flags&Ldate != 0 {
		head += now.Format("2006/01/02 ")
	}
	if l.flags&Lmicroseconds != 0 {
		head += now.Format("15:04:05.000000 ")
	} else if l.flags&Ltime != 0 {
		head += now.Format("15:04:05 ")
	}
	if l.flags&Lmsgprefix != 0 {
		head += l.prefix
	}
	if s == "" || s[len(s)-1] != '\n' {
		s += "\n"
	}
	l.w.Write([]byte(head + s))
}

func (l *Logger) SetPrefix(p string)           { l.prefix = p }
func (l *Logger) Prefix() string               { return l.prefix }
func (l *Logger) SetFlags(f int)               { l.flags = f }
func (l *Logger) Flags() int                   { return l.flags }
func (l *Logger) SetOutput(w io.Writer)        { l.w = w }
func (l *Logger) Writer() io.Writer            { return l.w }
func (l *Logger) Println(v ...any)             { l.out(fmt.Sprintln(v...)) }
func (l *Logger) Print(v ...any)               { l.out(fmt.Sprint(v...)) }
func (l *Logger) Printf(f string, v ...any)    { l.out(fmt.Sprintf(f, v...)) }
func (l *Logger) Fatal(v ...any)               { l.out(fmt.Sprint(v...)); os.Exit(1) }
func (l *Logger) Fatalln(v ...any)             { l.out(fmt.Sprintln(v...)); os.Exit(1) }
func (l *Logger) Fatalf(f string, v ...any)    { l.out(fmt.Sprintf(f, v...)); os.Exit(1) }
func (l *Logger) Panic(v ...any)               { s := fmt.Sprint(v...); l.out(s); panic(s) }
func (l *Logger) Panicf(f string, v ...any)    { s := fmt.Sprintf(f, v...); l.out(s); panic(s) }
func (l *Logger) Panicln(v ...any)             { s := fmt.Sprintln(v...); l.out(s); panic(s) }

func SetPrefix(p string)        { std.prefix = p }
func SetFlags(f int)            { std.flags = f }
func Flags() int                { return std.flags }
func Prefix() string            { return std.prefix }
func SetOutput(w io.Writer)     { std.w = w }
func Writer() io.Writer         { return std.w }
func Println(v ...any)          { std.Println(v...) }
func Print(v ...any)            { std.Print(v...) }
func Printf(f string, v ...any) { std.Printf(f, v...) }
func Fatal(v ...any)            { std.Fatal(v...) }
func Fatalln(v ...any)          { std.Fatalln(v...) }
func Fatalf(f string, v ...any) { std.Fatalf(f, v...) }
func Panic(v ...any)            { std.Panic(v...) }
func Panicf(f string, v ...any) { std.Panicf(f, v...) }
func Panicln(v ...any)          { std.Panicln(v...) }
