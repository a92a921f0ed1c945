#### indexed arrays
y z 5 0 1 2 5 6 y z w end
<x>
<y z>
<w>
<q>
<end>
declare -a a=([0]="x" [2]="w" [5]="q" [6]="end")
[0]
#### associative arrays
one=1
three=3
two=2
3
yes
2
[0]
#### braces
1 2 3 4 5 a b c d e 01 02 03 xay xb1y xb2y 5 3 1 ac ad bc bd {} {x} a ab
[0]
#### here string
hello 2
y z
[0]
#### ansi quotes
a	b
A'q'
[0]
#### case change
Hello World HELLO WORLD hello world hellO WOrld
[0]
#### substring and replace
bc ef cdef abXdef a_c_ef cdef abcd abcd
[0]
#### conditional
1
2
3
4
foo 123
5
[0]
#### arithmetic command and for
6
0 1 2 
zero
1024 255
[0]
#### redirect both
out
err
e
o
[0]
#### printf v and q
007
a\ b c\'d '' 
[0]
#### read array
4 |c
[0]
#### mapfile
bash: line 1: /dev/fd/63: No such file or directory
0
[0]
#### declare attributes
8
10
abc
bash: line 1: ro: readonly variable
[1]
#### local in function and nameref
changed out
[0]
#### shopt extglob
doc
b
[0]
#### nullglob
end
[0]
#### pipestatus
1 0 3
[0]
#### function keyword and declare -f
greet () 
{ 
    echo "hi $1";
    if true; then
        echo yes;
    fi
}
hi bob
yes
[0]
#### err trap
err 1
on
err 4
[4]
#### indirect
c
x1 x2
[0]
#### transform
'a '\''b'\''' A 'B'
[0]
#### let and comma
10 11
[0]
#### case fallthrough
1
2
1
2
[0]
#### set e and pipefail
[1]
#### unset var with u
default
bash: line 1: nope: unbound variable
[127]
#### cannot run a directory
bash: line 1: /tmp: Is a directory
126
[0]
#### append strings
ab
1 2 3
[0]
#### select
1) a
2) b
#? chose b
[0]
#### array keys with spaces
[a b]
[c]
[0]
#### star joined
a-b-c
x-y
[0]
#### source with arguments
one 2
0
[0]
#### background is background
bash: line 1: bg: job 1 already in background
[0]
#### arithmetic trace
+ x=1
+ ((  x++  ))
+ (( x+=2 ))
[0]
