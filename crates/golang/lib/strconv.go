// Package strconv: pkg.go.dev/strconv.
package strconv

import "errors"

const IntSize = 64

var ErrRange = errors.New("value out of range")
var ErrSyntax = errors.New("invalid syntax")

type NumError struct {
	Func string
	Num  string
	Err  error
}

func (e *NumError) Error() string {
	return "strconv." + e.Func + ": parsing " + Quote(e.Num) + ": " + e.Err.Error()
}

func (e *NumError) Unwrap() error { return e.Err }

func floatText(f float64, verb byte, prec, bits int) string
func parseFloat(s string) (float64, bool)
func parseInt(s string, base, bits int, unsigned bool) (int64, int)
func intText(n int64, base int, unsigned bool) string
func unquote(s string) (string, bool)

func Quote(s string) string
func Itoa(i int) string                       { return intText(int64(i), 10, false) }
func FormatInt(i int64, base int) string      { return intText(i, base, false) }
func FormatUint(i uint64, base int) string    { return intText(int64(i), base, true) }
func FormatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
func FormatFloat(f float64, fmt byte, prec, bitSize int) string { return floatText(f, fmt, prec, bitSize) }
func AppendInt(dst []byte, i int64, base int) []byte            { return append(dst, intText(i, base, false)...) }
func AppendQuote(dst []byte, s string) []byte                   { return append(dst, Quote(s)...) }

func parsed(name, s string, base, bits int, unsigned bool) (int64, error) {
	n, how := parseInt(s, base, bits, unsigned)
	switch how {
	case 1:
		return 0, &NumError{name, s, ErrSyntax}
	case 2:
		return n, &NumError{name, s, ErrRange}
	}
	return n, nil
}

func Atoi(s string) (int, error) {
	n, err := parsed("Atoi", s, 10, 64, false)
	return int(n), err
}

func ParseInt(s string, base int, bitSize int) (int64, error) {
	return parsed("ParseInt", s, base, bitSize, false)
}

func ParseUint(s string, base int, bitSize int) (uint64, error) {
	n, err := parsed("ParseUint", s, base, bitSize, true)
	return uint64(n), err
}

func ParseFloat(s string, bitSize int) (float64, error) {
	f, ok := parseFloat(s)
	if !ok {
		return 0, &NumError{"ParseFloat", s, ErrSyntax}
	}
	return f, nil
}

func ParseBool(s string) (bool, error) {
	switch s {
	case "1", "t", "T", "true", "TRUE", "True":
		return true, nil
	case "0", "f", "F", "false", "FALSE", "False":
		return false, nil
	}
	return false, &NumError{"ParseBool", s, ErrSyntax}
}

func Unquote(s string) (string, error) {
	t, ok := unquote(s)
	if !ok {
		return "", ErrSyntax
	}
	return t, nil
}
