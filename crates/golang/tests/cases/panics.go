package main

import (
	"errors"
	"fmt"
)

type E struct{ n int }

func (e E) Error() string { return fmt.Sprint("E", e.n) }

func try(name string, f func()) {
	defer func() {
		r := recover()
		err, ok := r.(error)
		fmt.Println(name, r, ok)
		if ok {
			fmt.Println(err.Error())
		}
	}()
	f()
}

func main() {
	var m map[string]int
	var p *E
	var s []int
	var i interface{} = "x"
	var e error
	zero := 0
	try("map", func() { m["a"] = 1 })
	try("nil", func() { fmt.Println(p.n) })
	try("index", func() { fmt.Println(s[zero+3]) })
	try("slice", func() { fmt.Println(s[1:zero]) })
	try("div", func() { fmt.Println(1 / zero) })
	try("assert", func() { fmt.Println(i.(int)) })
	try("assert2", func() { fmt.Println(i.(fmt.Stringer)) })
	try("nilerr", func() { fmt.Println(e.Error()) })
	try("custom", func() { panic(E{3}) })
	try("closed", func() { c := make(chan int); close(c); close(c) })
	try("conv", func() { a := []int{1, 2, 3}; _ = a[:zero+9] })
	fmt.Println(errors.Is(fmt.Errorf("a: %w", E{1}), E{1}))
	defer fmt.Println("one")
	defer func() {
		defer fmt.Println("two")
		panic(errors.New("second"))
	}()
	panic(fmt.Sprintf("first %d", 1))
}
