package main

import (
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"time"
)

type Shape interface {
	Area() float64
	Name() string
}

type base struct{ name string }

func (b base) Name() string { return b.name }

type Rect struct {
	base
	W, H float64
}

func (r Rect) Area() float64 { return r.W * r.H }

type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *Counter) Inc(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[key]++
}

type Color int

const (
	Red Color = iota
	Green
	Blue
)

func (c Color) String() string { return [...]string{"Red", "Green", "Blue"}[c] }

type MyErr struct{ Code int }

func (e *MyErr) Error() string { return fmt.Sprintf("code %d", e.Code) }

func find(ok bool) error {
	if ok {
		return nil
	}
	return fmt.Errorf("find: %w", &MyErr{7})
}

func div(a, b int) (res int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	return a / b, nil
}

type Number interface {
	~int | ~float64
}

func Sum[T Number](list ...T) T {
	var s T
	for _, v := range list {
		s += v
	}
	return s
}

func Map[T, U any](s []T, f func(T) U) []U {
	out := make([]U, 0, len(s))
	for _, v := range s {
		out = append(out, f(v))
	}
	return out
}

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(v T) { s.items = append(s.items, v) }
func (s *Stack[T]) Pop() (T, bool) {
	var zero T
	if len(s.items) == 0 {
		return zero, false
	}
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}

func main() {
	var s Shape = Rect{base{"rect"}, 3, 4}
	fmt.Println(s.Name(), s.Area())
	fmt.Printf("%v %+v %#v %T\n", s, s, s, s)
	c := Counter{n: map[string]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			c.Inc([]string{"a", "b"}[i%2])
		}(i)
	}
	wg.Wait()
	fmt.Println(c.n)
	fmt.Println(Green, []Color{Red, Blue}, map[string]Color{"x": Green})
	fmt.Printf("%d %v %s|%5d|%-5d|%05d|%x|%X|%q|%8.3f|%t\n", Blue, Blue, Blue, 42, 42, 42, 255, 255, "hi", 3.14159, true)
	err := find(false)
	var me *MyErr
	fmt.Println(err, errors.As(err, &me), me.Code, errors.Is(err, me), find(true) == nil)
	fmt.Println(div(6, 3))
	fmt.Println(div(1, 0))
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2.5))
	fmt.Println(Map([]int{1, 2, 3}, func(i int) string { return strings.Repeat("x", i) }))
	st := &Stack[string]{}
	st.Push("a")
	st.Push("b")
	v, ok := st.Pop()
	fmt.Println(v, ok, len(st.items))
	ch := make(chan int)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for v := range ch {
			fmt.Print(v, " ")
		}
		fmt.Println()
	}()
	for i := range [3]int{} {
		ch <- i
	}
	close(ch)
	<-done
	select {
	case <-time.After(50 * time.Millisecond):
		fmt.Println("timeout")
	case <-make(chan int):
	}
	people := []struct {
		Name string
		Age  int
	}{{"Ann", 30}, {"Bob", 25}}
	sort.Slice(people, func(i, j int) bool { return people[i].Age < people[j].Age })
	fmt.Println(people)
	switch x := any(3.5).(type) {
	case int:
		fmt.Println("int", x)
	case float64, float32:
		fmt.Println("float", x)
	}
outer:
	for i := 0; i < 3; i++ {
		for j := 0; j < 3; j++ {
			if j == 2 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			fmt.Print(i, j, ";")
		}
	}
	fmt.Println()
	a := [3]int{1, 2, 3}
	b := a
	b[0] = 9
	p := &a
	p[1] = 8
	fmt.Println(a, b, len(a), a == [3]int{1, 8, 3})
	m := map[[2]int]string{{1, 2}: "x"}
	fmt.Println(m[[2]int{1, 2}], len(m))
	for i, r := range "héllo" {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println()
	var np *Rect
	x3 := 0.1
	fmt.Println(np == nil, 1e6, 1e21, float64(x3)+0.2, float32(0.1), 100000000.0)
	x := []int{1, 2, 3, 4, 5}
	y := x[1:3]
	y = append(y, 100)
	fmt.Println(x, y, len(y), cap(y))
	var fs []func() int
	for i := 0; i < 3; i++ {
		i := i
		fs = append(fs, func() int { return i * i })
	}
	for _, f := range fs {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	defer fmt.Println("deferred")
	fmt.Printf("%6.2f|%+d|%e|%g|%08b|%c|%U|%p\n", 3.14159, 5, 123456.789, 1e-7, 5, 'A', 'é', nil)
	fmt.Printf("%v %v %v\n", struct{ P *int }{nil}, []any{1, "a", nil}, &people[0])
	fmt.Printf("%s %d %!\n", 5, "x")
	fmt.Fprintln(os.Stderr, "to stderr")
	var arr []int
	_ = arr[5]
}
