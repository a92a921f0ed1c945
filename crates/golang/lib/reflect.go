// Package reflect: no more than equality and the names of types.
package reflect

func typeName(v any) string
func DeepEqual(x, y any) bool

type Type struct{ name string }

func TypeOf(v any) Type          { return Type{typeName(v)} }
func (t Type) String() string    { return t.name }
func (t Type) Name() string {
	for i := len(t.name) - 1; i >= 0; i-- {
		if t.name[i] == '.' {
			return t.name[i+1:]
		}
	}
	return t.name
}
