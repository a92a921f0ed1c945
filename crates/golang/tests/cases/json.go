package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

type Base struct {
	ID      int       `json:"id"`
	Created time.Time `json:"created"`
}

type Color int

func (c Color) MarshalJSON() ([]byte, error) {
	if c < 0 {
		return nil, errors.New("no such color")
	}
	return json.Marshal([]string{"red", "green"}[c])
}

func (c *Color) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	switch s {
	case "red":
		*c = 0
	case "green":
		*c = 1
	default:
		return fmt.Errorf("unknown color %q", s)
	}
	return nil
}

type Level int

func (l Level) MarshalText() ([]byte, error) { return []byte(fmt.Sprintf("L%d", int(l))), nil }
func (l *Level) UnmarshalText(b []byte) error {
	_, err := fmt.Sscan(strings.TrimPrefix(string(b), "L"), (*int)(l))
	return err
}

type Item struct {
	Base
	Title   string          `json:"title"`
	Done    bool            `json:"done,omitempty"`
	Tags    []string        `json:"tags"`
	Extra   map[string]any  `json:"extra,omitempty"`
	Price   float64         `json:"price"`
	Count   int64           `json:"count,string"`
	Next    *Item           `json:"next,omitempty"`
	Color   Color           `json:"color"`
	Level   Level           `json:"level"`
	Raw     json.RawMessage `json:"raw,omitempty"`
	Data    []byte          `json:"data"`
	Skipped string          `json:"-"`
	private string
	Any     any
	Labels  map[Level]int `json:"labels"`
	Grid    [2][2]uint8   `json:"grid"`
	Maybe   *string       `json:"maybe"`
}

func show(v any, err error) {
	if b, ok := v.([]byte); ok {
		v = string(b)
	}
	fmt.Println(v, err)
}

func main() {
	when := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	item := Item{Base: Base{7, when}, Title: "<b> & \"q\" \u2028 é\n\x01", Tags: nil, Price: 1e21, Count: 3, Color: 1, Level: 4, Data: []byte("hello"), Labels: map[Level]int{2: 1, 1: 2}}
	show(json.Marshal(item))
	item.Done = true
	item.Tags = []string{"a", "b"}
	item.Extra = map[string]any{"z": 1, "a": []int{1, 2}, "m": nil, "f": 1.5, "t": true}
	item.Next = &Item{Title: "inner", Raw: json.RawMessage(`{"x": [1, 2]}`)}
	item.Any = map[int]string{2: "b", 10: "a"}
	show(json.MarshalIndent(item, "", "  "))
	show(json.Marshal([]any{1, -2, 3.0, 0.1, 1e-7, float32(0.1), uint8(200), "s", nil, true, []int{}, map[string]int{}, struct{}{}, [0]int{}, []int(nil), map[string]int(nil)}))
	show(json.MarshalIndent(map[string]any{"empty": []int{}, "none": map[string]int{}, "list": []int{1}}, ">", "\t"))
	_, err := json.Marshal(make(chan int))
	fmt.Println(err)
	_, err = json.Marshal(map[string]any{"f": func() {}})
	fmt.Println(err)
	_, err = json.Marshal(Color(-1))
	fmt.Println(err)
	_, err = json.Marshal([]Color{0, -1})
	fmt.Println(err)
	show(json.Marshal(map[Color]int{0: 1}))

	var back Item
	err = json.Unmarshal([]byte(`{"ID": 9, "created":"2024-05-06T07:08:09Z","TITLE":"caf\u00e9 \ud83d\ude00 \n","tags":["x"],"extra":{"n":1,"l":[1,"a",null,true,{"k":"v"}]},"price":2.5,"count":"12","color":"green","level":"L3","raw":{"a" : 1},"data":"aGVsbG8=","next":{"title":"n","next":null},"labels":{"L1":5},"grid":[[1,2],[3]],"maybe":"yes","unknown":1}`), &back)
	fmt.Println(err, back.ID, back.Created, back.Title, back.Tags, back.Extra, back.Price, back.Count, back.Color, int(back.Level), string(back.Raw), string(back.Data), back.Next.Title, back.Next.Next, back.Labels[1], back.Grid, *back.Maybe)

	var anything any
	fmt.Println(json.Unmarshal([]byte(` [1, 2.5, "a", {"b": null}, true] `), &anything), anything)
	fmt.Printf("%T %v\n", anything, anything)
	for _, bad := range []string{``, ` `, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{a:1}`, `{"a":1,}`, `{"a" 1}`, `[1,]`, `[1 2]`, `[1`, `nul`, `nulx`, `truE`, `01`, `-`, `-x`, `1.`, `1.x`, `1e`, `1ex`, `"abc`, "\"a\nb\"", `"\x"`, `"\u12g4"`, `1 2`, `'a'`, `{"a":1}}`, `[}`, `{]`, "\x01", `é`} {
		var v any
		err := json.Unmarshal([]byte(bad), &v)
		var se *json.SyntaxError
		if errors.As(err, &se) {
			fmt.Printf("%q: %v at %d\n", bad, err, se.Offset)
		} else {
			fmt.Printf("%q: %v %v\n", bad, v, err)
		}
	}
	type In struct {
		A int
		B struct{ C string }
		D []int
		E map[string]int
		F uint8
		G *int
		H float64
		I bool
	}
	for _, bad := range []string{`{"A":"x"}`, `{"A":1.5}`, `{"B":{"C":1}}`, `{"D":[1,"x"]}`, `{"D":{}}`, `{"E":{"a":"b"}}`, `{"F":256}`, `{"F":-1}`, `{"G":"a"}`, `{"H":true}`, `{"I":1}`, `{"B":[]}`, `[]`, `"x"`, `1`, `null`, `{"A":null,"G":null}`, `{"A":"x","F":3,"I":true}`} {
		var v In
		err := json.Unmarshal([]byte(bad), &v)
		fmt.Println(bad, err, v.A, v.F, v.I)
	}
	fmt.Println(json.Unmarshal([]byte(`1`), nil), json.Unmarshal([]byte(`1`), In{}), json.Unmarshal([]byte(`1`), (*In)(nil)))

	dec := json.NewDecoder(strings.NewReader(`{"a":1} {"a":2}
[3] "x" 4`))
	for {
		var v any
		if err := dec.Decode(&v); err == io.EOF {
			break
		} else if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Println(v)
	}
	dec = json.NewDecoder(strings.NewReader(`{"A":1,"nope":2}`))
	dec.DisallowUnknownFields()
	var in In
	fmt.Println(dec.Decode(&in), in.A)
	dec = json.NewDecoder(strings.NewReader(`{"n": 12345678901234567890}`))
	dec.UseNumber()
	fmt.Println(dec.Decode(&anything), anything)
	fmt.Println(json.NewDecoder(strings.NewReader(`{"a":`)).Decode(&anything), json.NewDecoder(strings.NewReader(``)).Decode(&anything))
	dec = json.NewDecoder(strings.NewReader(`[{"A":1},{"A":2}]`))
	tok, err := dec.Token()
	fmt.Printf("%T %v %v\n", tok, tok, err)
	for dec.More() {
		var v In
		fmt.Println(dec.Decode(&v), v.A)
	}
	tok, err = dec.Token()
	fmt.Printf("%T %v %v\n", tok, tok, err)

	enc := json.NewEncoder(os.Stdout)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	fmt.Println(enc.Encode(map[string]any{"html": "<a>", "n": json.Number("10")}))
	fmt.Println(json.Valid([]byte(`{}`)), json.Valid([]byte(`{`)))
	reuse := []int{1, 2, 3}
	fmt.Println(json.Unmarshal([]byte(`[9]`), &reuse), reuse, len(reuse))
	m := map[string]int{"keep": 1}
	fmt.Println(json.Unmarshal([]byte(`{"new":2}`), &m), m)
	var e error
	var te *json.UnmarshalTypeError
	e = json.Unmarshal([]byte(`{"A":"x"}`), &in)
	fmt.Println(errors.As(e, &te), te.Field, te.Value, te.Type, te.Struct)
}
