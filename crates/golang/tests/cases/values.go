package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

type Point struct{ X, Y int }
type Line struct {
	A, B Point
	Tag  *string
}
type Celsius float64
type Weekdays []string

func (p *Point) Move(d int) { p.X += d }
func (p Point) Moved(d int) Point {
	p.X += d
	return p
}

type Animal interface{ Sound() string }
type Dog struct{}
type Loud struct{ Animal }

func (Dog) Sound() string { return "woof" }

type Tree struct {
	Left, Right *Tree
	V           int
}

func (t *Tree) Insert(v int) *Tree {
	if t == nil {
		return &Tree{V: v}
	}
	if v < t.V {
		t.Left = t.Left.Insert(v)
	} else {
		t.Right = t.Right.Insert(v)
	}
	return t
}

func (t *Tree) Walk(f func(int)) {
	if t != nil {
		t.Left.Walk(f)
		f(t.V)
		t.Right.Walk(f)
	}
}

const (
	KB = 1 << (10 * (iota + 1))
	MB
)

var table = map[string][]int{"a": {1, 2}, "b": nil}

func init() { table["c"] = []int{3} }

func main() {
	l := Line{A: Point{1, 2}}
	k := l
	k.A.Move(5)
	l.B = k.A
	k.A.X = 100
	fmt.Println(l.A, l.B, k.A, l.A.Moved(1), l.A)
	f := l.A.Move
	f(10)
	fmt.Println(l.A)
	ps := []Point{{1, 1}, {2, 2}}
	for i := range ps {
		ps[i].Move(1)
	}
	for _, p := range ps {
		p.Move(100)
	}
	fmt.Println(ps, KB, MB)
	q := &ps[0]
	q.X = 42
	fmt.Println(ps[0], *q)
	m := map[Point]string{{1, 2}: "p"}
	fmt.Println(m[Point{1, 2}], m[Point{}] == "")
	fmt.Println(table, len(table["zz"]))
	fmt.Println(Loud{Dog{}}.Sound(), Celsius(36.6), Weekdays{"Mo"})
	var t *Tree
	for _, v := range []int{5, 2, 8, 1} {
		t = t.Insert(v)
	}
	t.Walk(func(v int) { fmt.Print(v, " ") })
	fmt.Println()
	n, err := strconv.Atoi("12x")
	fmt.Println(n, err)
	_, err = strconv.ParseInt("99999999999999999999", 10, 64)
	fmt.Println(err)
	b, _ := strconv.ParseBool("true")
	fmt.Println(b, strconv.Quote("a\n\"b\""), strconv.FormatInt(-255, 16))
	fmt.Println(strings.Fields("  a b  c "), strings.Split("a,b,c", ","), strings.Title("hello world"), strings.TrimLeft("xxabc", "x"))
	fmt.Printf("%q\n", strings.SplitN("a:b:c", ":", 2))
	var sb strings.Builder
	fmt.Fprintf(&sb, "%d-%s", 1, "x")
	fmt.Println(sb.String(), sb.Len())
	sc := bufio.NewScanner(strings.NewReader("one two\nthree"))
	for sc.Scan() {
		fmt.Println("line:", sc.Text())
	}
	var buf bytes.Buffer
	buf.WriteString("hello ")
	buf.Write([]byte("world"))
	fmt.Println(buf.String())
	var u8 uint8 = 250
	u8 += 10
	var i32 int32 = math.MaxInt32
	i32++
	fmt.Println(u8, i32, math.Sqrt(2), math.Inf(1), -7/2, -7%3, 7&^5, 1<<3|1, ^0)
	fmt.Println(math.MaxInt64, uint64(math.MaxUint64), math.Pi)
	var cnt int64
	atomic.AddInt64(&cnt, 5)
	fmt.Println(cnt, time.Duration(1500)*time.Millisecond, 90*time.Minute, 2*time.Microsecond)
	d := time.Date(2024, time.February, 29, 13, 4, 5, 0, time.UTC)
	fmt.Println(d, d.Weekday(), d.Format(time.RFC1123), d.AddDate(1, 0, 0).Format("Jan 2, 2006 at 3:04pm (MST)"), d.Unix(), d.YearDay())
	pt, err := time.Parse("2006-01-02", "2023-07-09")
	fmt.Println(pt, err, d.Sub(pt))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err())
	x := 10
	ptr := &x
	*ptr += 5
	pp := &ptr
	**pp *= 2
	fmt.Println(x, *ptr == x)
	s := make([]int, 2, 5)
	s2 := append(s, 1)
	s3 := append(s, 2)
	fmt.Println(s2, s3, len(s), cap(s))
	var grow []int
	caps := []int{}
	for i := 0; i < 20; i++ {
		grow = append(grow, i)
		if len(caps) == 0 || caps[len(caps)-1] != cap(grow) {
			caps = append(caps, cap(grow))
		}
	}
	fmt.Println(caps)
	arr := [...]string{2: "c", 0: "a"}
	fmt.Printf("%q %d %v\n", arr, len(arr), arr[:2])
	matrix := [2][3]int{{1, 2, 3}, {4, 5, 6}}
	mm := matrix
	mm[0][0] = 9
	fmt.Println(matrix, mm)
	switch {
	case x > 5:
		fmt.Println("big")
		fallthrough
	case x > 100:
		fmt.Println("fell")
	default:
		fmt.Println("no")
	}
	fmt.Printf("%T %T %T %T %T\n", ps, m, f, ctx.Err(), 'a')
	fmt.Printf("%x % x %X %s\n", "hi", "hi", []byte("hi"), []byte("hey"))
	fmt.Printf("%5t|%-8q|%+.2e|%g|%G\n", true, "a", 12345.678, 1e100, 1e-10)
	fmt.Printf("%*d|%-*d|\n", 5, 1, 4, 2)
	fmt.Printf("%v %+v\n", &l.A, &struct{ N *int }{})
	fmt.Printf("%d%%|%3c|%v|%s\n", 50, 'x', 'x', error(nil))
	var e error
	fmt.Println(e, []string(nil), map[string]int(nil), []error{nil})
	if len(os.Args) > 5 {
		os.Exit(3)
	}
	os.Exit(4)
}
