// Package json: pkg.go.dev/encoding/json.
package json

import (
	"bytes"
	"errors"
	"fmt"
	"internal/mirror"
	"io"
	"sort"
	"strconv"
	"strings"
)

// check tells where the first value ends, or where and why there is none.
func check(data []byte, whole bool) (int, string)
func quote(s string, html bool) string
func unquote(s string) string
func squeeze(data []byte, html, keep bool) []byte

type Marshaler interface{ MarshalJSON() ([]byte, error) }
type Unmarshaler interface{ UnmarshalJSON([]byte) error }
type textMarshaler interface{ MarshalText() ([]byte, error) }
type textUnmarshaler interface{ UnmarshalText([]byte) error }

// What the messages say of a type.
type goType struct{ text, name string }

func (t goType) String() string { return t.text }
func (t goType) Name() string   { return t.name }

func typeOf(v any) goType { return goType{mirror.TypeText(v), mirror.TypeName(v)} }

type SyntaxError struct {
	msg    string
	Offset int64
}

func (e *SyntaxError) Error() string { return e.msg }

type UnmarshalTypeError struct {
	Value  string
	Type   goType
	Offset int64
	Struct string
	Field  string
}

func (e *UnmarshalTypeError) Error() string {
	if e.Struct != "" || e.Field != "" {
		return "json: cannot unmarshal " + e.Value + " into Go struct field " + e.Struct + "." + e.Field + " of type " + e.Type.String()
	}
	return "json: cannot unmarshal " + e.Value + " into Go value of type " + e.Type.String()
}

type InvalidUnmarshalError struct{ Type goType }

func (e *InvalidUnmarshalError) Error() string {
	if e.Type.text == "<nil>" {
		return "json: Unmarshal(nil)"
	}
	if e.Type.text[0] != '*' {
		return "json: Unmarshal(non-pointer " + e.Type.String() + ")"
	}
	return "json: Unmarshal(nil " + e.Type.String() + ")"
}

type UnsupportedTypeError struct{ Type goType }

func (e *UnsupportedTypeError) Error() string { return "json: unsupported type: " + e.Type.String() }

type UnsupportedValueError struct{ Str string }

func (e *UnsupportedValueError) Error() string { return "json: unsupported value: " + e.Str }

type MarshalerError struct {
	Type goType
	Err  error
	from string
}

func (e *MarshalerError) Error() string {
	return "json: error calling " + e.from + " for type " + e.Type.String() + ": " + e.Err.Error()
}
func (e *MarshalerError) Unwrap() error { return e.Err }

type Number string

func (n Number) String() string           { return string(n) }
func (n Number) Float64() (float64, error) { return strconv.ParseFloat(string(n), 64) }
func (n Number) Int64() (int64, error)     { return strconv.ParseInt(string(n), 10, 64) }

type RawMessage []byte

func (m RawMessage) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("null"), nil
	}
	return m, nil
}

func (m *RawMessage) UnmarshalJSON(data []byte) error {
	if m == nil {
		return errors.New("json.RawMessage: UnmarshalJSON on nil pointer")
	}
	*m = append((*m)[0:0], data...)
	return nil
}

func Valid(data []byte) bool {
	_, why := check(data, true)
	return why == ""
}

// Fields of structs, with those of embedded ones where Go finds them.

type field struct {
	name      string
	tagged    bool
	path      []int
	omitEmpty bool
	omitZero  bool
	quoted    bool
}

var known = map[int][]field{}

func exported(name string) bool {
	return name != "" && (name[0] >= 'A' && name[0] <= 'Z' || name[0] >= 0x80)
}

func isName(s string) bool {
	if s == "" {
		return false
	}
	for _, c := range s {
		if !(strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80) {
			return false
		}
	}
	return true
}

func tagOf(tag string) (string, bool) {
	for tag != "" {
		tag = strings.TrimLeft(tag, " ")
		at := strings.Index(tag, ":\"")
		if at <= 0 {
			return "", false
		}
		key := tag[:at]
		rest := tag[at+1:]
		end := 1
		for end < len(rest) && rest[end] != '"' {
			if rest[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(rest) {
			return "", false
		}
		if key == "json" {
			value, err := strconv.Unquote(rest[:end+1])
			return value, err == nil
		}
		tag = rest[end+1:]
	}
	return "", false
}

type embedded struct {
	zero any
	path []int
}

func fieldsOf(v any) []field {
	id := mirror.TypeID(v)
	if list, ok := known[id]; ok {
		return list
	}
	var all []field
	seen := map[int]bool{}
	level := []embedded{{v, nil}}
	for len(level) > 0 {
		var next []embedded
		for _, at := range level {
			if seen[mirror.TypeID(at.zero)] {
				continue
			}
			seen[mirror.TypeID(at.zero)] = true
			words := mirror.Fields(at.zero)
			for n := 0; n*3 < len(words); n++ {
				name, tag, how := words[n*3], words[n*3+1], words[n*3+2]
				inner := mirror.NewPart(at.zero, n+2)
				kind := mirror.PartKind(inner, 0)
				within := mirror.Load(inner)
				if how == "e" && kind == mirror.Pointer {
					within = mirror.Load(mirror.NewPart(within, 0))
					kind = mirror.Kind(within)
				}
				if !exported(name) && !(how == "e" && kind == mirror.Struct) {
					continue
				}
				text, _ := tagOf(tag)
				if text == "-" {
					continue
				}
				parts := strings.Split(text, ",")
				path := append(append([]int{}, at.path...), n)
				f := field{name: parts[0], path: path}
				if !isName(f.name) {
					f.name = ""
				}
				f.tagged = f.name != ""
				for _, option := range parts[1:] {
					switch option {
					case "omitempty":
						f.omitEmpty = true
					case "omitzero":
						f.omitZero = true
					case "string":
						under := mirror.PartKind(inner, 0)
						if under == mirror.Pointer {
							under = mirror.PartKind(mirror.Load(inner), 0)
						}
						f.quoted = under <= mirror.Float64 || under == mirror.Text
					}
				}
				if how == "e" && !f.tagged && kind == mirror.Struct {
					next = append(next, embedded{within, path})
					continue
				}
				if f.name == "" {
					f.name = name
				}
				all = append(all, f)
			}
		}
		level = next
	}
	var list []field
	for i, f := range all {
		wins := true
		for j, other := range all {
			if i == j || other.name != f.name {
				continue
			}
			if len(other.path) < len(f.path) || len(other.path) == len(f.path) && (other.tagged || !f.tagged) {
				wins = false
			}
		}
		if wins {
			list = append(list, f)
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i].path, list[j].path
		for k := 0; k < len(a) && k < len(b); k++ {
			if a[k] != b[k] {
				return a[k] < b[k]
			}
		}
		return len(a) < len(b)
	})
	known[id] = list
	return list
}

// Encoding.

type encoder struct {
	out   []byte
	html  bool
	depth int
}

func (e *encoder) text(s string) { e.out = append(e.out, s...) }

func isEmpty(v any) bool {
	switch kind := mirror.Kind(v); kind {
	case mirror.Array, mirror.Map, mirror.Slice, mirror.Text:
		return mirror.Len(v) == 0
	case mirror.Struct:
		return false
	case 0:
		return true
	case mirror.Pointer:
		return mirror.IsNil(v)
	default:
		return kind <= mirror.Float64 && mirror.IsZero(v)
	}
}

func isZero(v any) bool {
	if z, ok := v.(interface{ IsZero() bool }); ok && !(mirror.Kind(v) == mirror.Pointer && mirror.IsNil(v)) {
		return z.IsZero()
	}
	return mirror.Kind(v) == 0 || mirror.IsZero(v)
}

func (e *encoder) own(v any, m any, quoted bool) (bool, error) {
	switch m := m.(type) {
	case Marshaler:
		if mirror.Kind(v) == mirror.Pointer && mirror.IsNil(v) {
			e.text("null")
			return true, nil
		}
		text, err := m.MarshalJSON()
		if err == nil {
			if end, why := check(text, true); why != "" {
				err = &SyntaxError{why, int64(end)}
			}
		}
		if err != nil {
			return true, &MarshalerError{typeOf(v), err, "MarshalJSON"}
		}
		e.out = append(e.out, squeeze(text, e.html, false)...)
		return true, nil
	case textMarshaler:
		if mirror.Kind(v) == mirror.Pointer && mirror.IsNil(v) {
			e.text("null")
			return true, nil
		}
		text, err := m.MarshalText()
		if err != nil {
			return true, &MarshalerError{typeOf(v), err, "MarshalText"}
		}
		e.text(quote(string(text), e.html))
		return true, nil
	}
	return false, nil
}

func float(f float64, bits int) (string, bool) {
	if f != f || f > 1.7976931348623157e308 || f < -1.7976931348623157e308 {
		return strconv.FormatFloat(f, 'g', -1, bits), false
	}
	abs := f
	if abs < 0 {
		abs = -abs
	}
	if abs != 0 && (bits == 64 && (abs < 1e-6 || abs >= 1e21) || bits == 32 && (float32(abs) < 1e-6 || float32(abs) >= 1e21)) {
		text := strconv.FormatFloat(f, 'e', -1, bits)
		if n := len(text); n >= 4 && text[n-4] == 'e' && text[n-3] == '-' && text[n-2] == '0' {
			text = text[:n-2] + text[n-1:]
		}
		return text, true
	}
	return strconv.FormatFloat(f, 'f', -1, bits), true
}

func keyText(k any) (string, error) {
	if mirror.Kind(k) == mirror.Text {
		return mirror.StringOf(k), nil
	}
	if m, ok := k.(textMarshaler); ok {
		if mirror.Kind(k) == mirror.Pointer && mirror.IsNil(k) {
			return "", nil
		}
		text, err := m.MarshalText()
		return string(text), err
	}
	if mirror.Kind(k) >= mirror.Uint {
		return strconv.FormatUint(uint64(mirror.IntOf(k)), 10), nil
	}
	return strconv.FormatInt(mirror.IntOf(k), 10), nil
}

// value writes one; p is its place, if it has one.
func (e *encoder) value(v, p any, quoted bool) error {
	if v == nil {
		e.text("null")
		return nil
	}
	e.depth++
	defer func() { e.depth-- }()
	if e.depth > 1000 {
		return &UnsupportedValueError{"encountered a cycle via " + mirror.TypeText(v)}
	}
	if done, err := e.own(v, v, quoted); done || err != nil {
		return err
	}
	if p != nil {
		if done, err := e.own(v, p, quoted); done || err != nil {
			return err
		}
	}
	kind := mirror.Kind(v)
	switch kind {
	case mirror.Bool:
		text := strconv.FormatBool(mirror.BoolOf(v))
		if quoted {
			text = "\"" + text + "\""
		}
		e.text(text)
	case mirror.Float32, mirror.Float64:
		bits := 64
		if kind == mirror.Float32 {
			bits = 32
		}
		text, ok := float(mirror.FloatOf(v), bits)
		if !ok {
			return &UnsupportedValueError{text}
		}
		if quoted {
			text = "\"" + text + "\""
		}
		e.text(text)
	case mirror.Text:
		if n, ok := v.(Number); ok {
			text := string(n)
			if text == "" {
				text = "0"
			}
			if end, why := check([]byte(text), true); why != "" || end == 0 || text[0] != '-' && (text[0] < '0' || text[0] > '9') {
				return fmt.Errorf("json: invalid number literal %q", text)
			}
			if quoted {
				text = "\"" + text + "\""
			}
			e.text(text)
			return nil
		}
		text := quote(mirror.StringOf(v), e.html)
		if quoted {
			text = quote(text, e.html)
		}
		e.text(text)
	case mirror.Interface:
		e.text("null")
	case mirror.Pointer:
		if mirror.IsNil(v) {
			e.text("null")
			return nil
		}
		return e.value(mirror.Load(v), v, quoted)
	case mirror.Struct:
		return e.structure(v, p)
	case mirror.Map:
		return e.table(v)
	case mirror.Slice, mirror.Array:
		if kind == mirror.Slice && mirror.IsNil(v) {
			e.text("null")
			return nil
		}
		if kind == mirror.Slice && mirror.PartKind(v, 0) == mirror.Uint8 {
			e.text("\"" + base64(mirror.BytesOf(v)) + "\"")
			return nil
		}
		e.text("[")
		for n := 0; n < mirror.Len(v); n++ {
			if n > 0 {
				e.text(",")
			}
			var place any
			if p != nil {
				place = mirror.ItemPlace(p, n)
			} else if kind == mirror.Slice {
				place = sliceItem(v, n)
			}
			if err := e.value(mirror.Item(v, n), place, false); err != nil {
				return err
			}
		}
		e.text("]")
	default:
		if kind > mirror.Uintptr || kind == 0 {
			return &UnsupportedTypeError{typeOf(v)}
		}
		text := strconv.FormatInt(mirror.IntOf(v), 10)
		if kind >= mirror.Uint {
			text = strconv.FormatUint(uint64(mirror.IntOf(v)), 10)
		}
		if quoted {
			text = "\"" + text + "\""
		}
		e.text(text)
	}
	return nil
}

// sliceItem is the place of an element: those of a slice always have one.
func sliceItem(v any, n int) any { return mirror.ItemPlace(mirror.PlaceFor(v), n) }

func (e *encoder) structure(v, p any) error {
	e.text("{")
	first := true
next:
	for _, f := range fieldsOf(v) {
		at, place := v, p
		for k, n := range f.path {
			if k > 0 && mirror.Kind(at) == mirror.Pointer {
				if mirror.IsNil(at) {
					continue next
				}
				place = at
				at = mirror.Load(at)
			}
			if place != nil {
				place = mirror.FieldPlace(place, n)
			}
			at = mirror.Field(at, n)
		}
		if f.omitEmpty && isEmpty(at) || f.omitZero && isZero(at) {
			continue
		}
		if !first {
			e.text(",")
		}
		first = false
		e.text(quote(f.name, e.html))
		e.text(":")
		if err := e.value(at, place, f.quoted); err != nil {
			return err
		}
	}
	e.text("}")
	return nil
}

type entry struct {
	name string
	key  any
}

func (e *encoder) table(v any) error {
	kind := mirror.PartKind(v, 1)
	if kind != mirror.Text && (kind < mirror.Int || kind > mirror.Uintptr) {
		if _, ok := mirror.Load(mirror.NewPart(v, 1)).(textMarshaler); !ok {
			return &UnsupportedTypeError{typeOf(v)}
		}
	}
	if mirror.IsNil(v) {
		e.text("null")
		return nil
	}
	var entries []entry
	for _, k := range mirror.Keys(v) {
		name, err := keyText(k)
		if err != nil {
			return &MarshalerError{typeOf(v), err, "MarshalText"}
		}
		entries = append(entries, entry{name, k})
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].name < entries[j].name })
	e.text("{")
	for n, one := range entries {
		if n > 0 {
			e.text(",")
		}
		e.text(quote(one.name, e.html))
		e.text(":")
		if err := e.value(mirror.MapItem(v, one.key), nil, false); err != nil {
			return err
		}
	}
	e.text("}")
	return nil
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

func base64(data []byte) string {
	out := make([]byte, 0, (len(data)+2)/3*4)
	for n := 0; n < len(data); n += 3 {
		var three [3]byte
		have := copy(three[:], data[n:])
		bits := uint(three[0])<<16 | uint(three[1])<<8 | uint(three[2])
		for k := 0; k < 4; k++ {
			if k > have {
				out = append(out, '=')
			} else {
				out = append(out, letters[bits>>(18-6*uint(k))&63])
			}
		}
	}
	return string(out)
}

func unbase64(s string) ([]byte, error) {
	var out []byte
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\n", ""), "\r", "")
	text := strings.TrimRight(s, "=")
	if len(s)%4 != 0 || len(s)-len(text) > 2 || len(text)%4 == 1 {
		return nil, fmt.Errorf("illegal base64 data at input byte %d", len(s)/4*4)
	}
	bits, have := uint(0), uint(0)
	for i := 0; i < len(text); i++ {
		at := strings.IndexByte(letters, text[i])
		if at < 0 {
			return nil, fmt.Errorf("illegal base64 data at input byte %d", i)
		}
		bits = bits<<6 | uint(at)
		have += 6
		if have >= 8 {
			have -= 8
			out = append(out, byte(bits>>have))
			bits &= 1<<have - 1
		}
	}
	return out, nil
}

func encode(v any, html bool) ([]byte, error) {
	e := &encoder{html: html}
	if err := e.value(v, nil, false); err != nil {
		return nil, err
	}
	return e.out, nil
}

func Marshal(v any) ([]byte, error) { return encode(v, true) }

func MarshalIndent(v any, prefix, indent string) ([]byte, error) {
	data, err := Marshal(v)
	if err != nil {
		return nil, err
	}
	return indented(data, prefix, indent), nil
}

func indented(data []byte, prefix, indent string) []byte {
	var out []byte
	depth := 0
	within, escaped, open := false, false, false
	line := func() {
		out = append(out, '\n')
		out = append(out, prefix...)
		for i := 0; i < depth; i++ {
			out = append(out, indent...)
		}
	}
	for _, c := range data {
		if within {
			out = append(out, c)
			within = c != '"' || escaped
			escaped = c == '\\' && !escaped
			continue
		}
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			continue
		}
		if open && c != ']' && c != '}' {
			open = false
			depth++
			line()
		}
		switch c {
		case '"':
			within = true
			out = append(out, c)
		case '{', '[':
			open = true
			out = append(out, c)
		case ',':
			out = append(out, c)
			line()
		case ':':
			out = append(out, c, ' ')
		case '}', ']':
			if open {
				open = false
			} else {
				depth--
				line()
			}
			out = append(out, c)
		default:
			out = append(out, c)
		}
	}
	return out
}

func Indent(dst *bytes.Buffer, src []byte, prefix, indent string) error {
	if at, why := check(src, true); why != "" {
		return &SyntaxError{why, int64(at)}
	}
	dst.Write(indented(src, prefix, indent))
	return nil
}

func Compact(dst *bytes.Buffer, src []byte) error {
	if at, why := check(src, true); why != "" {
		return &SyntaxError{why, int64(at)}
	}
	dst.Write(squeeze(src, false, false))
	return nil
}

func HTMLEscape(dst *bytes.Buffer, src []byte) { dst.Write(squeeze(src, true, true)) }

// Decoding, of texts that have been checked.

type decoder struct {
	data    []byte
	at      int
	err     error
	numbers bool
	strict  bool
	within  string
	names   []string
}

func (d *decoder) save(err error) {
	if d.err == nil {
		d.err = err
	}
}

func (d *decoder) mistyped(what string, p any) {
	d.save(&UnmarshalTypeError{
		Value: what, Type: goType{mirror.PartText(p, 0), mirror.TypeName(mirror.Load(p))}, Offset: int64(d.at),
		Struct: d.within, Field: strings.Join(d.names, "."),
	})
}

func (d *decoder) spaces() {
	for d.at < len(d.data) && (d.data[d.at] == ' ' || d.data[d.at] == '\t' || d.data[d.at] == '\r' || d.data[d.at] == '\n') {
		d.at++
	}
}

// raw is the text of the value that stands here, and goes behind it.
func (d *decoder) raw() []byte {
	d.spaces()
	end, _ := check(d.data[d.at:], false)
	text := d.data[d.at : d.at+end]
	d.at += end
	return text
}

// settle goes through pointers, making those that are nil, to the place that is to be set, or to who decodes for himself.
func settle(p any, null bool) (any, Unmarshaler, textUnmarshaler) {
	for n := 0; n < 1000; n++ {
		if !(null && mirror.PartKind(p, 0) == mirror.Pointer) {
			if u, ok := p.(Unmarshaler); ok {
				return p, u, nil
			}
			if u, ok := p.(textUnmarshaler); ok && !null {
				return p, nil, u
			}
		}
		kind := mirror.PartKind(p, 0)
		if kind == mirror.Interface {
			inner := mirror.Load(p)
			if mirror.Kind(inner) == mirror.Pointer && !mirror.IsNil(inner) && !(null && mirror.PartKind(inner, 0) != mirror.Pointer) {
				p = inner
				continue
			}
			return p, nil, nil
		}
		if kind != mirror.Pointer || null {
			return p, nil, nil
		}
		if mirror.IsNil(mirror.Load(p)) {
			mirror.Fill(p)
		}
		p = mirror.Load(p)
	}
	return p, nil, nil
}

// free says whether any value fits.
func free(p any) bool { return mirror.PartKind(p, 0) == mirror.Interface && mirror.PartText(p, 0) != "error" }

func (d *decoder) value(p any) {
	d.spaces()
	c := d.data[d.at]
	if p == nil {
		d.raw()
		return
	}
	place, own, text := settle(p, c == 'n')
	if own != nil {
		if err := own.UnmarshalJSON(d.raw()); err != nil {
			d.save(err)
		}
		return
	}
	switch c {
	case '{':
		if text != nil {
			d.mistyped("object", place)
			d.raw()
			return
		}
		d.object(place)
	case '[':
		if text != nil {
			d.mistyped("array", place)
			d.raw()
			return
		}
		d.array(place)
	default:
		start := d.at
		word := string(d.raw())
		d.literal(word, place, text, start)
	}
}

func (d *decoder) literal(word string, p any, text textUnmarshaler, start int) {
	kind := mirror.PartKind(p, 0)
	switch word[0] {
	case 'n':
		switch kind {
		case mirror.Interface, mirror.Pointer, mirror.Map, mirror.Slice:
			mirror.SetZero(p)
		}
	case 't', 'f':
		switch {
		case text != nil:
			d.mistyped("bool", p)
		case kind == mirror.Bool:
			mirror.SetBool(p, word[0] == 't')
		case kind == mirror.Interface && mirror.Set(p, word[0] == 't'):
		default:
			d.mistyped("bool", p)
		}
	case '"':
		s := unquote(word)
		switch {
		case text != nil:
			if err := text.UnmarshalText([]byte(s)); err != nil {
				d.save(err)
			}
		case kind == mirror.Text:
			if mirror.PartText(p, 0) == "json.Number" && !isNumber(s) {
				d.save(fmt.Errorf("json: invalid number literal, trying to unmarshal %q into Number", word))
				return
			}
			mirror.SetString(p, s)
		case kind == mirror.Slice && mirror.PartKind(mirror.Load(p), 0) == mirror.Uint8:
			data, err := unbase64(s)
			if err != nil {
				d.save(err)
				return
			}
			mirror.SetBytes(p, data)
		case kind == mirror.Interface && mirror.Set(p, s):
		default:
			d.mistyped("string", p)
		}
	default:
		d.number(word, p, kind, text != nil)
	}
}

func isNumber(s string) bool {
	_, why := check([]byte(s), true)
	return why == "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9')
}

func bitsOf(kind int) int {
	switch kind {
	case mirror.Int + 1, mirror.Uint8:
		return 8
	case mirror.Int + 2, mirror.Uint8 + 1:
		return 16
	case mirror.Int + 3, mirror.Uint8 + 2:
		return 32
	}
	return 64
}

func (d *decoder) number(word string, p any, kind int, text bool) {
	switch {
	case text:
		d.mistyped("number", p)
	case kind >= mirror.Int && kind <= mirror.Int64:
		n, err := strconv.ParseInt(word, 10, bitsOf(kind))
		if err != nil {
			d.mistyped("number "+word, p)
			return
		}
		mirror.SetInt(p, n)
	case kind >= mirror.Uint && kind <= mirror.Uintptr:
		n, err := strconv.ParseUint(word, 10, bitsOf(kind))
		if err != nil {
			d.mistyped("number "+word, p)
			return
		}
		mirror.SetInt(p, int64(n))
	case kind == mirror.Float32 || kind == mirror.Float64:
		f, err := strconv.ParseFloat(word, 64)
		if err != nil || f > 1.7976931348623157e308 || f < -1.7976931348623157e308 {
			d.mistyped("number "+word, p)
			return
		}
		mirror.SetFloat(p, f)
	case kind == mirror.Text && mirror.PartText(p, 0) == "json.Number":
		mirror.SetString(p, word)
	case kind == mirror.Interface && d.numbers && mirror.Set(p, Number(word)):
	case kind == mirror.Interface && !d.numbers:
		f, err := strconv.ParseFloat(word, 64)
		if err != nil || f > 1.7976931348623157e308 || f < -1.7976931348623157e308 {
			d.save(&UnmarshalTypeError{Value: "number " + word, Type: goType{"float64", "float64"}, Offset: int64(d.at)})
			return
		}
		if !mirror.Set(p, f) {
			d.mistyped("number", p)
		}
	default:
		d.mistyped("number", p)
	}
}

// anything is what stands here, as Go's own types.
func (d *decoder) anything() any {
	d.spaces()
	switch d.data[d.at] {
	case '{':
		out := map[string]any{}
		d.at++
		for d.more('}') {
			name := unquote(string(d.raw()))
			d.spaces()
			d.at++
			out[name] = d.anything()
		}
		return out
	case '[':
		out := []any{}
		d.at++
		for d.more(']') {
			out = append(out, d.anything())
		}
		return out
	}
	var v any
	word := string(d.raw())
	d.literal(word, &v, nil, d.at)
	return v
}

// more says whether another member comes before the end, and goes behind a comma or the end.
func (d *decoder) more(end byte) bool {
	d.spaces()
	if d.data[d.at] == ',' {
		d.at++
		d.spaces()
	}
	if d.data[d.at] == end {
		d.at++
		return false
	}
	return true
}

func (d *decoder) array(p any) {
	kind := mirror.PartKind(p, 0)
	if kind == mirror.Interface {
		start := d.at
		if !mirror.Set(p, d.anything()) {
			d.at = start + 1
			d.mistyped("array", p)
			d.at = start
			d.raw()
		}
		return
	}
	if kind != mirror.Slice && kind != mirror.Array {
		d.at++
		d.mistyped("array", p)
		d.at--
		d.raw()
		return
	}
	d.at++
	if kind == mirror.Slice {
		if mirror.IsNil(mirror.Load(p)) {
			mirror.Fill(p)
		}
		mirror.Cut(p, 0)
	}
	n := 0
	for d.more(']') {
		if kind == mirror.Slice {
			mirror.Grow(p)
		}
		if n < mirror.Len(mirror.Load(p)) {
			item := mirror.ItemPlace(p, n)
			if kind == mirror.Slice {
				mirror.SetZero(item)
			}
			d.value(item)
		} else {
			d.raw()
		}
		n++
	}
	for ; kind == mirror.Array && n < mirror.Len(mirror.Load(p)); n++ {
		mirror.SetZero(mirror.ItemPlace(p, n))
	}
}

func (d *decoder) object(p any) {
	kind := mirror.PartKind(p, 0)
	switch kind {
	case mirror.Interface:
		start := d.at
		if !mirror.Set(p, d.anything()) {
			d.at = start + 1
			d.mistyped("object", p)
			d.at = start
			d.raw()
		}
		return
	case mirror.Map:
		d.table(p)
		return
	case mirror.Struct:
	default:
		d.at++
		d.mistyped("object", p)
		d.at--
		d.raw()
		return
	}
	d.at++
	whole := mirror.Load(p)
	list := fieldsOf(whole)
	within, depth := d.within, len(d.names)
	for d.more('}') {
		name := unquote(string(d.raw()))
		d.spaces()
		d.at++
		found := -1
		for n, f := range list {
			if f.name == name {
				found = n
				break
			}
		}
		for n := 0; found < 0 && n < len(list); n++ {
			if strings.EqualFold(list[n].name, name) {
				found = n
			}
		}
		if found < 0 {
			if d.strict {
				d.save(fmt.Errorf("json: unknown field %q", name))
			}
			d.raw()
			continue
		}
		f := list[found]
		place := p
		for k, n := range f.path {
			if k > 0 && mirror.PartKind(place, 0) == mirror.Pointer {
				if mirror.IsNil(mirror.Load(place)) {
					mirror.Fill(place)
				}
				place = mirror.Load(place)
			}
			place = mirror.FieldPlace(place, n)
		}
		d.names = append(d.names, f.name)
		d.within = mirror.TypeName(whole)
		if f.quoted {
			d.quoted(place)
		} else {
			d.value(place)
		}
		d.names = d.names[:depth]
		d.within = within
	}
}

// quoted is a value that its struct's tag has in a string.
func (d *decoder) quoted(p any) {
	start := d.at
	word := string(d.raw())
	word = strings.TrimLeft(word, " \t\r\n")
	if word == "null" {
		d.literal(word, p, nil, start)
		return
	}
	inner := ""
	if word[0] == '"' {
		inner = unquote(word)
	}
	place, _, _ := settle(p, false)
	kind := mirror.PartKind(place, 0)
	fits := Valid([]byte(inner)) && (inner[0] == '"') == (kind == mirror.Text) && (inner[0] == 't' || inner[0] == 'f') == (kind == mirror.Bool)
	if word[0] != '"' {
		d.save(fmt.Errorf("json: invalid use of ,string struct tag, trying to unmarshal unquoted value into %s", mirror.PartText(place, 0)))
	} else if !fits {
		d.save(fmt.Errorf("json: invalid use of ,string struct tag, trying to unmarshal %q into %s", inner, mirror.PartText(place, 0)))
	} else {
		d.literal(inner, place, nil, start)
	}
}

func (d *decoder) table(p any) {
	start := d.at
	if mirror.IsNil(mirror.Load(p)) {
		mirror.Fill(p)
	}
	table := mirror.Load(p)
	kind := mirror.PartKind(table, 1)
	_, _, own := settle(mirror.NewPart(table, 1), false)
	if kind != mirror.Text && own == nil && (kind < mirror.Int || kind > mirror.Uintptr) {
		d.at++
		d.mistyped("object", p)
		d.at = start
		d.raw()
		return
	}
	d.at++
	for d.more('}') {
		word := string(d.raw())
		name := unquote(word)
		d.spaces()
		d.at++
		key, value := mirror.NewPart(table, 1), mirror.NewPart(table, 0)
		d.value(value)
		fine := true
		switch {
		case kind == mirror.Text:
			mirror.SetString(key, name)
		case own != nil:
			_, _, text := settle(key, false)
			if err := text.UnmarshalText([]byte(name)); err != nil {
				d.save(err)
				fine = false
			}
		case kind < mirror.Uint:
			n, err := strconv.ParseInt(name, 10, bitsOf(kind))
			if fine = err == nil; fine {
				mirror.SetInt(key, n)
			} else {
				d.mistyped("number "+name, key)
			}
		default:
			n, err := strconv.ParseUint(name, 10, bitsOf(kind))
			if fine = err == nil; fine {
				mirror.SetInt(key, int64(n))
			} else {
				d.mistyped("number "+name, key)
			}
		}
		if fine {
			mirror.MapSet(p, key, value)
		}
	}
}

func (d *decoder) into(v any) error {
	if mirror.Kind(v) != mirror.Pointer || mirror.IsNil(v) {
		return &InvalidUnmarshalError{typeOf(v)}
	}
	d.value(v)
	return d.err
}

func Unmarshal(data []byte, v any) error {
	if at, why := check(data, true); why != "" {
		return &SyntaxError{why, int64(at)}
	}
	d := &decoder{data: data}
	return d.into(v)
}

// Streams.

type Encoder struct {
	w              io.Writer
	prefix, indent string
	plain          bool
}

func NewEncoder(w io.Writer) *Encoder { return &Encoder{w: w} }

func (e *Encoder) SetIndent(prefix, indent string) { e.prefix, e.indent = prefix, indent }
func (e *Encoder) SetEscapeHTML(on bool)           { e.plain = !on }

func (e *Encoder) Encode(v any) error {
	data, err := encode(v, !e.plain)
	if err != nil {
		return err
	}
	if e.prefix != "" || e.indent != "" {
		data = indented(data, e.prefix, e.indent)
	}
	_, err = e.w.Write(append(data, '\n'))
	return err
}

type Token any
type Delim rune

func (d Delim) String() string { return string(d) }

type Decoder struct {
	r       io.Reader
	buf     []byte
	err     error
	done    int64
	numbers bool
	strict  bool
	open    []byte
	key     bool
}

func NewDecoder(r io.Reader) *Decoder { return &Decoder{r: r} }

func (d *Decoder) UseNumber()             { d.numbers = true }
func (d *Decoder) DisallowUnknownFields() { d.strict = true }
func (d *Decoder) Buffered() io.Reader    { return bytes.NewReader(d.buf) }
func (d *Decoder) InputOffset() int64     { return d.done }

func (d *Decoder) read() bool {
	if d.err != nil {
		return false
	}
	part := make([]byte, 4096)
	n, err := d.r.Read(part)
	d.buf = append(d.buf, part[:n]...)
	d.err = err
	return n > 0 || err == nil
}

// skip goes to what comes next; 0 at the end.
func (d *Decoder) skip(also string) byte {
	for {
		for n, c := range d.buf {
			if c != ' ' && c != '\t' && c != '\r' && c != '\n' && strings.IndexByte(also, c) < 0 {
				d.take(n)
				return c
			}
		}
		d.take(len(d.buf))
		if !d.read() {
			return 0
		}
	}
}

func (d *Decoder) take(n int) {
	d.done += int64(n)
	d.buf = d.buf[n:]
}

func (d *Decoder) Decode(v any) error {
	also := ""
	if len(d.open) > 0 {
		also = ",:"
	}
	if d.skip(also) == 0 {
		if d.err == nil {
			return io.EOF
		}
		return d.err
	}
	for {
		end, why := check(d.buf, false)
		last := d.buf[len(d.buf)-1]
		number := why == "" && end == len(d.buf) && last != '}' && last != ']' && last != '"'
		if (why == "unexpected end of JSON input" || number) && d.read() {
			continue
		}
		if why == "unexpected end of JSON input" {
			if d.err == io.EOF {
				return io.ErrUnexpectedEOF
			}
			return d.err
		}
		if why != "" {
			return &SyntaxError{why, d.done + int64(end)}
		}
		one := &decoder{data: d.buf[:end], numbers: d.numbers, strict: d.strict}
		err := one.into(v)
		d.take(end)
		if len(d.open) > 0 {
			d.key = d.open[len(d.open)-1] == '{'
		}
		return err
	}
}

func (d *Decoder) More() bool {
	also := ""
	if len(d.open) > 0 {
		also = ","
	}
	c := d.skip(also)
	return c != 0 && c != ']' && c != '}'
}

func (d *Decoder) Token() (Token, error) {
	also := ""
	if len(d.open) > 0 {
		also = ",:"
	}
	switch c := d.skip(also); c {
	case 0:
		if d.err == nil || len(d.open) == 0 {
			return nil, io.EOF
		}
		return nil, io.ErrUnexpectedEOF
	case '{', '[':
		d.take(1)
		d.open = append(d.open, c)
		return Delim(c), nil
	case '}', ']':
		if len(d.open) == 0 || (d.open[len(d.open)-1] == '{') != (c == '}') {
			return nil, &SyntaxError{"invalid character '" + string(rune(c)) + "' looking for beginning of value", d.done + 1}
		}
		d.take(1)
		d.open = d.open[:len(d.open)-1]
		return Delim(c), nil
	}
	var v any
	err := d.Decode(&v)
	return v, err
}
