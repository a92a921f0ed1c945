// Package unicode: pkg.go.dev/unicode.
package unicode

const (
	MaxRune         = '\U0010FFFF'
	ReplacementChar = '\uFFFD'
)

func is(what int, r rune) bool
func upper(r rune) rune
func lower(r rune) rune

func IsLetter(r rune) bool { return is(0, r) }
func IsDigit(r rune) bool  { return is(1, r) }
func IsNumber(r rune) bool { return is(1, r) }
func IsSpace(r rune) bool  { return is(2, r) }
func IsUpper(r rune) bool  { return is(3, r) }
func IsLower(r rune) bool  { return is(4, r) }
func IsPunct(r rune) bool  { return is(5, r) }
func IsControl(r rune) bool { return is(6, r) }
func IsPrint(r rune) bool  { return is(7, r) }
func ToUpper(r rune) rune  { return upper(r) }
func ToLower(r rune) rune  { return lower(r) }
func ToTitle(r rune) rune  { return upper(r) }
