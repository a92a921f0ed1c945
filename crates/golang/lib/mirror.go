// Package mirror: what packages that take any value find out about it. Kinds have the numbers of reflect's; a place is
// a pointer in an any.
package mirror

const (
	Bool      = 1
	Int       = 2
	Int64     = 6
	Uint      = 7
	Uint8     = 8
	Uintptr   = 12
	Float32   = 13
	Float64   = 14
	Array     = 17
	Interface = 20
	Map       = 21
	Pointer   = 22
	Slice     = 23
	Text      = 24
	Struct    = 25
)

func Kind(v any) int
func PartKind(v any, which int) int
func TypeText(v any) string
func PartText(v any, which int) string
func TypeName(v any) string
func TypeID(v any) int
func Len(v any) int
func IsNil(v any) bool
func IsZero(v any) bool
func Fields(v any) []string
func Field(v any, n int) any
func FieldPlace(p any, n int) any
func NewPart(v any, which int) any
func Item(v any, n int) any
func ItemPlace(p any, n int) any
func PlaceFor(v any) any
func Keys(v any) []any
func MapItem(v, key any) any
func MapSet(p, key, value any)
func Load(p any) any
func Set(p, v any) bool
func SetZero(p any)
func SetInt(p any, n int64)
func SetFloat(p any, f float64)
func SetString(p any, s string)
func SetBool(p any, b bool)
func SetBytes(p any, b []byte)
func IntOf(v any) int64
func FloatOf(v any) float64
func StringOf(v any) string
func BoolOf(v any) bool
func BytesOf(v any) []byte
func Fill(p any)
func Grow(p any)
func Cut(p any, n int)
