package main

import (
	"fmt"
	"os"
)

type T struct{ a int }

func (t *T) M() {}

type I interface{ M() }

func two() (int, string) { return 1, "a" }

func f(a int, b string) int {
	x := 1
	var y string = 5
	a = "s"
	fmt.Println(a + b)
	g()
	var t T
	t.foo()
	t.A = 1
	for {
		break
	}
}

func main() {
	var i I = T{}
	v := two()
	f(1)
	f(1, "a", 2)
	if 1 {
	}
	return 1
}
