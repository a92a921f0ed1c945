#### nosuch
sh: nosuch: not found
[127]
#### /etc
sh: /etc: Permission denied
[126]
#### /none/x
sh: /none/x: not found
[127]
#### /etc/passwd
sh: /etc/passwd: Permission denied
[126]
#### cd /none
sh: cd: line 0: can't cd to /none: No such file or directory
[2]
#### cd a b
sh: cd: line 0: can't cd to a: No such file or directory
[2]
#### echo a && && echo b
sh: syntax error: unexpected "&&"
[2]
#### echo (a)
sh: syntax error: unexpected word (expecting ")")
[2]
#### for i in 1 2 3; echo $i; done
sh: syntax error: unexpected word (expecting "do")
[2]
#### if [ 1 -eq 1 ] echo yes; fi
sh: syntax error: unexpected "fi" (expecting "then")
[2]
#### while true; do echo hi; break
sh: syntax error: unexpected end of file (expecting "done")
[2]
#### fi
sh: syntax error: unexpected "fi"
[2]
#### echo "unf
sh: syntax error: unterminated quoted string
[2]
#### echo 'unf
sh: syntax error: unterminated quoted string
[2]
#### echo `unf
sh: syntax error: EOF in backquote substitution
[2]
#### echo $(unf
sh: syntax error: unexpected end of file (expecting ")")
[2]
#### echo ${x
sh: syntax error: missing '}'
[2]
#### echo ${x!y}
sh: syntax error: bad substitution
[2]
#### echo a >
sh: syntax error: unexpected end of file
[2]
#### echo a > ; x
sh: syntax error: unexpected ";"
[2]
#### echo $((08))
sh: arithmetic syntax error
[2]
#### echo $((1+))
sh: arithmetic syntax error
[2]
#### echo $((1/0)); echo next
sh: divide by zero
[2]
#### echo $((2x)); echo next
sh: arithmetic syntax error
[2]
#### echo $((3.5*2))
sh: arithmetic syntax error
[2]
#### exit -1
sh: exit: line 0: Illegal number: -1
[2]
#### exit abc
sh: exit: line 0: Illegal number: abc
[2]
#### return 3; echo after
[3]
#### break; echo after $?
after 0
[0]
#### shift 5; echo after $?
after 1
[0]
#### set -u; echo $x; echo next
sh: x: parameter not set
[2]
#### echo ${x?}; echo next
sh: x: parameter not set
[2]
#### echo ${x:?custom msg}; echo next
sh: x: custom msg
[2]
#### readonly r=1; r=2; echo next
sh: r: is read only
[2]
#### readonly r=1; r=2 echo hi; echo next
sh: r: is read only
[2]
#### readonly r=1; unset r; echo next
sh: unset: line 0: r: is read only
[2]
#### readonly r=1; export r=3; echo next
sh: export: line 0: r: is read only
[2]
#### readonly r=1; local r; echo next
sh: local: line 0: not in a function
[2]
#### local x; echo next
sh: local: line 0: not in a function
[2]
#### f() { local r=5; echo $r; }; f
5
[0]
#### export 1x=3; echo next $?
sh: export: line 0: 1x: bad variable name
[2]
#### unset 1x; echo next $?
sh: unset: line 0: 1x: bad variable name
[2]
#### set -o foo; echo next $?
sh: set: line 0: illegal option -o foo
next 1
[0]
#### . /none; echo next $?
sh: .: line 0: can't open '/none': No such file or directory
[2]
#### . none; echo next $?
sh: .: line 0: none: not found
[2]
#### source /none; echo next $?
sh: source: line 0: can't open '/none': No such file or directory
[2]
#### eval 'echo )'; echo next $?
sh: eval: line 0: syntax error: unexpected ")"
[2]
#### eval 'fi'; echo next $?
sh: eval: line 0: syntax error: unexpected "fi"
[2]
#### trap foo BAR; echo next $?
sh: trap: line 0: BAR: invalid signal specification
next 1
[0]
#### kill -FOO 1; echo next $?
sh: bad signal name 'FOO'
next 1
[0]
#### kill 99999; echo next $?
sh: can't kill pid 99999: No such process
next 1
[0]
#### kill abc; echo next $?
sh: invalid number 'abc'
next 1
[0]
#### kill; echo next $?
sh: you need to specify whom to kill
next 1
[0]
#### wait 99999; echo next $?
next 127
[0]
#### cat < /none; echo next $?
sh: can't open /none: no such file
next 1
[0]
#### echo x > /none/f; echo next $?
sh: can't create /none/f: nonexistent directory
next 1
[0]
#### echo x > /etc; echo next $?
sh: can't create /etc: Is a directory
next 1
[0]
#### echo x >&9; echo next $?
sh: 9: Bad file descriptor
next 1
[0]
#### echo x >&foo; echo next $?
next 0
[0]
#### exec /none; echo next $?
sh: exec: line 0: /none: not found
[127]
#### exec nosuch; echo next $?
sh: exec: line 0: nosuch: not found
[127]
#### : < /none; echo next $?
sh: can't open /none: no such file
[1]
#### set -C; echo > /etc/passwd; echo next $?
sh: can't create /etc/passwd: File exists
next 1
[0]
#### read 1x; echo next $?
sh: read: '1x': bad variable name
next 1
[0]
#### [ a; echo next $?
sh: missing ]
next 2
[0]
#### [ 3.5 -gt 2 ]; echo next $?
sh: 3.5: bad number
next 2
[0]
#### [ a -foo b ]; echo next $?
sh: -foo: unknown operand
next 2
[0]
#### [ a b ]; echo next $?
sh: b: unknown operand
next 2
[0]
#### [ a b c d e ]; echo next $?
sh: b: unknown operand
next 2
[0]
#### test -z a b; echo next $?
sh: b: unknown operand
next 2
[0]
#### [ ! ]; echo $?
0
[0]
#### printf; echo next $?
sh: usage: printf FORMAT [ARGUMENT...]
next 2
[0]
#### printf "%d\n" abc; echo next $?
sh: invalid number 'abc'
0
next 1
[0]
#### printf "%q\n" "a b"; echo next $?
sh: %q\n: invalid format
next 1
[0]
#### printf "%z\n" a; echo next $?
sh: %\n: invalid format
next 1
[0]
#### umask; umask -S
0022
u=rwx,g=rx,o=rx
[0]
#### getopts; echo next $?
sh: getopts: line 0: usage: getopts optstring var [arg]
next 2
[0]
#### command -v nosuch; echo next $?
next 127
[0]
#### command -V nosuch; echo next $?
nosuch: not found
next 127
[0]
#### command nosuch; echo next $?
sh: nosuch: not found
next 127
[0]
#### alias nosuch; echo next $?
alias: nosuch not found
next 1
[0]
#### unalias nosuch; echo next $?
unalias: nosuch not found
next 1
[0]
#### hash nosuch; echo next $?
sh: hash: line 0: nosuch: not found
next 1
[0]
#### fg; echo next $?
sh: fg: line 0: No current job
next 2
[0]
#### bg %1; echo next $?
sh: bg: line 0: %1: no such job
next 2
[0]
#### jobs %3; echo next $?
sh: jobs: line 0: %3: no such job
next 2
[0]
#### case x in y) echo
sh: syntax error: unexpected end of file (expecting ";;")
[2]
#### case x in esac; }
sh: syntax error: unexpected "}"
[2]
#### { echo a
sh: syntax error: unexpected end of file (expecting "}")
[2]
#### ( echo a
sh: syntax error: unexpected end of file (expecting ")")
[2]
#### f() echo hi; f
hi
[0]
#### f( { echo; }
sh: syntax error: unexpected word (expecting ")")
[2]
#### 1f() { echo hi; }; 1f
sh: syntax error: bad function name
[2]
#### foo-bar() { echo hi; }; foo-bar
sh: syntax error: bad function name
[2]
#### for 1x in a; do echo; done
sh: syntax error: bad for loop variable
[2]
#### for x in a; do echo; done; done
sh: syntax error: unexpected "done"
[2]
#### ;
sh: syntax error: unexpected ";"
[2]
#### &
sh: syntax error: unexpected "&"
[2]
#### |
sh: syntax error: unexpected "|"
[2]
#### a ; ; b
sh: syntax error: unexpected ";"
[2]
#### echo a | | b
sh: syntax error: unexpected "|"
[2]
#### ! ! true; echo $?
sh: syntax error: unexpected "!"
[2]
#### let; echo $?
sh: let: line 0: expression expected
2
[0]
#### let x=1+; echo $?
sh: let: line 0: arithmetic syntax error
2
[0]
#### cat <<E
[0]
#### [[ a == b ]]; echo $?
1
[0]
#### ((1)); echo $?
sh: 1: not found
127
[0]
#### x=(1 2)
sh: syntax error: unexpected "("
[2]
#### function f { echo hi; }; f
hi
[0]
#### echo {1..3}
{1..3}
[0]
#### cat <<< hi
sh: syntax error: unexpected redirection
[2]
#### echo $'a\tb'
a	b
[0]
#### echo ${x^^}
sh: syntax error: bad substitution
[2]
#### x=hello; echo ${x:1:2} ${x/l/L} ${x//l/L}
el heLlo heLLo
[0]
#### echo a &> /dev/null; echo b
b
[0]
#### declare x=1; echo $x
sh: declare: not found

[0]
#### set -o pipefail; echo $?
0
[0]
#### unset; echo $?
0
[0]
#### set -e; false; echo no
[1]
#### times >/dev/null; echo $?
0
[0]
#### local; echo $?
sh: local: line 0: not in a function
[2]
#### continue 0; echo n $?
sh: continue: line 0: Illegal number: 0
[2]
#### for i in 1 2; do break 0; echo in; done; echo n $?
sh: break: line 0: Illegal number: 0
[2]
#### for i in 1 2; do break abc; echo in; done; echo n $?
sh: break: line 0: Illegal number: abc
[2]
#### getopts ab x -z; echo $? $x
Illegal option -z
0 ?
[0]
#### getopts a: x -a; echo $? $x
No arg for -a option
0 ?
[0]
#### pwd -Z; echo $?
sh: pwd: line 0: illegal option -Z
2
[0]
#### echo ${#}
0
[0]
#### echo ${}
sh: syntax error: bad substitution
[2]
#### echo ${x-
sh: syntax error: missing '}'
[2]
#### echo $((
sh: syntax error: missing '))'
[2]
#### echo $((1
sh: syntax error: missing '))'
[2]
#### echo ${x:1:
sh: syntax error: missing '}'
[2]
#### : ${x?a b}
sh: x: a b
[2]
