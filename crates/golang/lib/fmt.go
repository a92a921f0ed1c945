// Package fmt: pkg.go.dev/fmt. The verbs are native; values' own words are asked for here.
package fmt

import (
	"errors"
	"io"
	"os"
	"strconv"
)

type Stringer interface{ String() string }

func format(mode int, text string, args []any, answers []string) (string, []any)

func words(v any) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = "<nil>"
		}
	}()
	switch v := v.(type) {
	case error:
		return v.Error()
	case Stringer:
		return v.String()
	}
	return "?"
}

func made(mode int, text string, args []any) string {
	out, pending := format(mode, text, args, nil)
	if len(pending) == 0 {
		return out
	}
	answers := make([]string, 0, len(pending))
	for _, v := range pending {
		answers = append(answers, words(v))
	}
	out, _ = format(mode, text, args, answers)
	return out
}

func Sprintf(format string, a ...any) string { return made(0, format, a) }
func Sprint(a ...any) string                 { return made(1, "", a) }
func Sprintln(a ...any) string               { return made(2, "", a) }

func Printf(format string, a ...any) (n int, err error) { return os.Stdout.WriteString(made(0, format, a)) }
func Print(a ...any) (n int, err error)                 { return os.Stdout.WriteString(made(1, "", a)) }
func Println(a ...any) (n int, err error)               { return os.Stdout.WriteString(made(2, "", a)) }

func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	return w.Write([]byte(made(0, format, a)))
}
func Fprint(w io.Writer, a ...any) (n int, err error)   { return w.Write([]byte(made(1, "", a))) }
func Fprintln(w io.Writer, a ...any) (n int, err error) { return w.Write([]byte(made(2, "", a))) }

func Appendf(b []byte, format string, a ...any) []byte { return append(b, made(0, format, a)...) }
func Append(b []byte, a ...any) []byte                 { return append(b, made(1, "", a)...) }
func Appendln(b []byte, a ...any) []byte               { return append(b, made(2, "", a)...) }

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }
func (e *wrapError) Unwrap() error { return e.err }

type wrapErrors struct {
	msg  string
	errs []error
}

func (e *wrapErrors) Error() string   { return e.msg }
func (e *wrapErrors) Unwrap() []error { return e.errs }

func Errorf(format string, a ...any) error {
	text := made(0, format, a)
	var errs []error
	n := 0
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		i++
		for i < len(format) && (format[i] == '+' || format[i] == '-' || format[i] == '#' || format[i] == ' ' || format[i] == '.' || format[i] >= '0' && format[i] <= '9') {
			i++
		}
		if i >= len(format) {
			break
		}
		if format[i] == '%' {
			continue
		}
		if format[i] == 'w' && n < len(a) {
			if err, ok := a[n].(error); ok {
				errs = append(errs, err)
			}
		}
		n++
	}
	switch len(errs) {
	case 0:
		return errors.New(text)
	case 1:
		return &wrapError{text, errs[0]}
	}
	return &wrapErrors{text, errs}
}

// Scanning of words and lines, by the kinds of pointer that tutorials use.

type source struct {
	r    io.Reader
	buf  []byte
	back bool
	last byte
}

func (s *source) next() (byte, bool) {
	if s.back {
		s.back = false
		return s.last, true
	}
	n, _ := s.r.Read(s.buf)
	if n == 0 {
		return 0, false
	}
	s.last = s.buf[0]
	return s.last, true
}

func (s *source) word(line bool) string {
	out := []byte{}
	for {
		c, ok := s.next()
		if !ok {
			break
		}
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			if len(out) > 0 || line && c == '\n' {
				s.back = true
				break
			}
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

func scan(r io.Reader, line bool, a []any) (n int, err error) {
	s := &source{r: r, buf: make([]byte, 1)}
	for _, p := range a {
		text := s.word(line)
		if text == "" {
			if line && s.back {
				s.next()
				return n, errors.New("unexpected newline")
			}
			if n == 0 {
				return n, io.EOF
			}
			return n, io.ErrUnexpectedEOF
		}
		switch p := p.(type) {
		case *string:
			*p = text
		case *int:
			v, err := strconv.Atoi(text)
			if err != nil {
				return n, errors.New("expected integer")
			}
			*p = v
		case *int64:
			v, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return n, errors.New("expected integer")
			}
			*p = v
		case *float64:
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return n, err
			}
			*p = v
		case *bool:
			*p = text == "true"
		default:
			return n, errors.New("can't scan type")
		}
		n++
	}
	if line {
		for {
			c, ok := s.next()
			if !ok || c == '\n' {
				break
			}
		}
	}
	return n, nil
}

func Scan(a ...any) (n int, err error)                    { return scan(os.Stdin, false, a) }
func Scanln(a ...any) (n int, err error)                  { return scan(os.Stdin, true, a) }
func Fscan(r io.Reader, a ...any) (n int, err error)      { return scan(r, false, a) }
func Fscanln(r io.Reader, a ...any) (n int, err error)    { return scan(r, true, a) }

type text struct {
	s  string
	at int
}

func (t *text) Read(p []byte) (int, error) {
	if t.at >= len(t.s) {
		return 0, io.EOF
	}
	n := copy(p, t.s[t.at:])
	t.at += n
	return n, nil
}

func Sscan(str string, a ...any) (n int, err error)   { return scan(&text{s: str}, false, a) }
func Sscanln(str string, a ...any) (n int, err error) { return scan(&text{s: str}, true, a) }
