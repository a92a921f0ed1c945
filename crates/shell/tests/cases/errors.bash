#### nosuch
bash: line 1: nosuch: command not found
[127]
#### /etc
bash: line 1: /etc: Is a directory
[126]
#### /none/x
bash: line 1: /none/x: No such file or directory
[127]
#### /etc/passwd
bash: line 1: /etc/passwd: Permission denied
[126]
#### cd /none
bash: line 1: cd: /none: No such file or directory
[1]
#### cd a b
bash: line 1: cd: too many arguments
[1]
#### echo a && && echo b
bash: -c: line 1: syntax error near unexpected token `&&'
bash: -c: line 1: `echo a && && echo b'
[2]
#### echo (a)
bash: -c: line 1: syntax error near unexpected token `a'
bash: -c: line 1: `echo (a)'
[2]
#### for i in 1 2 3; echo $i; done
bash: -c: line 1: syntax error near unexpected token `echo'
bash: -c: line 1: `for i in 1 2 3; echo $i; done'
[2]
#### if [ 1 -eq 1 ] echo yes; fi
bash: -c: line 1: syntax error near unexpected token `fi'
bash: -c: line 1: `if [ 1 -eq 1 ] echo yes; fi'
[2]
#### while true; do echo hi; break
bash: -c: line 2: syntax error: unexpected end of file
[2]
#### fi
bash: -c: line 1: syntax error near unexpected token `fi'
bash: -c: line 1: `fi'
[2]
#### echo "unf
bash: -c: line 1: unexpected EOF while looking for matching `"'
[2]
#### echo 'unf
bash: -c: line 1: unexpected EOF while looking for matching `''
[2]
#### echo `unf
bash: -c: line 1: unexpected EOF while looking for matching ``'
[2]
#### echo $(unf
bash: -c: line 2: unexpected EOF while looking for matching `)'
[2]
#### echo ${x
bash: -c: line 1: unexpected EOF while looking for matching `}'
[2]
#### echo ${x!y}
bash: line 1: ${x!y}: bad substitution
[1]
#### echo a >
bash: -c: line 1: syntax error near unexpected token `newline'
bash: -c: line 1: `echo a >'
[2]
#### echo a > ; x
bash: -c: line 1: syntax error near unexpected token `;'
bash: -c: line 1: `echo a > ; x'
[2]
#### echo $((08))
bash: line 1: 08: value too great for base (error token is "08")
[1]
#### echo $((1+))
bash: line 1: 1+: syntax error: operand expected (error token is "+")
[1]
#### echo $((1/0)); echo next
bash: line 1: 1/0: division by 0 (error token is "0")
[1]
#### echo $((2x)); echo next
bash: line 1: 2x: value too great for base (error token is "2x")
[1]
#### echo $((3.5*2))
bash: line 1: 3.5*2: syntax error: invalid arithmetic operator (error token is ".5*2")
[1]
#### exit -1
[255]
#### exit abc
bash: line 1: exit: abc: numeric argument required
[2]
#### return 3; echo after
bash: line 1: return: can only `return' from a function or sourced script
after
[0]
#### break; echo after $?
bash: line 1: break: only meaningful in a `for', `while', or `until' loop
after 0
[0]
#### shift 5; echo after $?
after 1
[0]
#### set -u; echo $x; echo next
bash: line 1: x: unbound variable
[127]
#### echo ${x?}; echo next
bash: line 1: x: parameter not set
[127]
#### echo ${x:?custom msg}; echo next
bash: line 1: x: custom msg
[127]
#### readonly r=1; r=2; echo next
bash: line 1: r: readonly variable
[1]
#### readonly r=1; r=2 echo hi; echo next
bash: line 1: r: readonly variable
hi
next
[0]
#### readonly r=1; unset r; echo next
bash: line 1: unset: r: cannot unset: readonly variable
next
[0]
#### readonly r=1; export r=3; echo next
bash: line 1: r: readonly variable
next
[0]
#### readonly r=1; local r; echo next
bash: line 1: local: can only be used in a function
next
[0]
#### local x; echo next
bash: line 1: local: can only be used in a function
next
[0]
#### f() { local r=5; echo $r; }; f
5
[0]
#### export 1x=3; echo next $?
bash: line 1: export: `1x=3': not a valid identifier
next 1
[0]
#### unset 1x; echo next $?
next 0
[0]
#### set -o foo; echo next $?
bash: line 1: set: foo: invalid option name
next 2
[0]
#### . /none; echo next $?
bash: line 1: /none: No such file or directory
next 1
[0]
#### . none; echo next $?
bash: line 1: none: No such file or directory
next 1
[0]
#### source /none; echo next $?
bash: line 1: /none: No such file or directory
next 1
[0]
#### eval 'echo )'; echo next $?
bash: eval: line 1: syntax error near unexpected token `)'
bash: eval: line 1: `echo )'
next 2
[0]
#### eval 'fi'; echo next $?
bash: eval: line 1: syntax error near unexpected token `fi'
bash: eval: line 1: `fi'
next 2
[0]
#### trap foo BAR; echo next $?
bash: line 1: trap: BAR: invalid signal specification
next 1
[0]
#### kill -FOO 1; echo next $?
bash: line 1: kill: FOO: invalid signal specification
next 1
[0]
#### kill 99999; echo next $?
bash: line 1: kill: (99999) - No such process
next 1
[0]
#### kill abc; echo next $?
bash: line 1: kill: abc: arguments must be process or job IDs
next 1
[0]
#### kill; echo next $?
kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]
next 2
[0]
#### wait 99999; echo next $?
bash: line 1: wait: pid 99999 is not a child of this shell
next 127
[0]
#### cat < /none; echo next $?
bash: line 1: /none: No such file or directory
next 1
[0]
#### echo x > /none/f; echo next $?
bash: line 1: /none/f: No such file or directory
next 1
[0]
#### echo x > /etc; echo next $?
bash: line 1: /etc: Is a directory
next 1
[0]
#### echo x >&9; echo next $?
bash: line 1: 9: Bad file descriptor
next 1
[0]
#### echo x >&foo; echo next $?
next 0
[0]
#### exec /none; echo next $?
bash: line 1: /none: No such file or directory
[127]
#### exec nosuch; echo next $?
bash: line 1: exec: nosuch: not found
[127]
#### : < /none; echo next $?
bash: line 1: /none: No such file or directory
next 1
[0]
#### set -C; echo > /etc/passwd; echo next $?
bash: line 1: /etc/passwd: cannot overwrite existing file
next 1
[0]
#### read 1x; echo next $?
bash: line 1: read: `1x': not a valid identifier
next 1
[0]
#### [ a; echo next $?
bash: line 1: [: missing `]'
next 2
[0]
#### [ 3.5 -gt 2 ]; echo next $?
bash: line 1: [: 3.5: integer expression expected
next 2
[0]
#### [ a -foo b ]; echo next $?
bash: line 1: [: -foo: binary operator expected
next 2
[0]
#### [ a b ]; echo next $?
bash: line 1: [: a: unary operator expected
next 2
[0]
#### [ a b c d e ]; echo next $?
bash: line 1: [: too many arguments
next 2
[0]
#### test -z a b; echo next $?
bash: line 1: test: a: binary operator expected
next 2
[0]
#### [ ! ]; echo $?
0
[0]
#### printf; echo next $?
printf: usage: printf [-v var] format [arguments]
next 2
[0]
#### printf "%d\n" abc; echo next $?
bash: line 1: printf: abc: invalid number
0
next 1
[0]
#### printf "%q\n" "a b"; echo next $?
a\ b
next 0
[0]
#### printf "%z\n" a; echo next $?
bash: line 1: printf: `\': invalid format character
next 1
[0]
#### umask; umask -S
0022
u=rwx,g=rx,o=rx
[0]
#### getopts; echo next $?
getopts: usage: getopts optstring name [arg ...]
next 2
[0]
#### command -v nosuch; echo next $?
next 1
[0]
#### command -V nosuch; echo next $?
bash: line 1: command: nosuch: not found
next 1
[0]
#### command nosuch; echo next $?
bash: line 1: nosuch: command not found
next 127
[0]
#### alias nosuch; echo next $?
bash: line 1: alias: nosuch: not found
next 1
[0]
#### unalias nosuch; echo next $?
bash: line 1: unalias: nosuch: not found
next 1
[0]
#### hash nosuch; echo next $?
bash: line 1: hash: nosuch: not found
next 1
[0]
#### fg; echo next $?
bash: line 1: fg: no job control
next 1
[0]
#### bg %1; echo next $?
bash: line 1: bg: no job control
next 1
[0]
#### jobs %3; echo next $?
bash: line 1: jobs: %3: no such job
next 1
[0]
#### case x in y) echo
bash: -c: line 2: syntax error: unexpected end of file
[2]
#### case x in esac; }
bash: -c: line 1: syntax error near unexpected token `}'
bash: -c: line 1: `case x in esac; }'
[2]
#### { echo a
bash: -c: line 2: syntax error: unexpected end of file
[2]
#### ( echo a
bash: -c: line 2: syntax error: unexpected end of file
[2]
#### f() echo hi; f
bash: -c: line 1: syntax error near unexpected token `echo'
bash: -c: line 1: `f() echo hi; f'
[2]
#### f( { echo; }
bash: -c: line 1: syntax error near unexpected token `{'
bash: -c: line 1: `f( { echo; }'
[2]
#### 1f() { echo hi; }; 1f
hi
[0]
#### foo-bar() { echo hi; }; foo-bar
hi
[0]
#### for 1x in a; do echo; done
bash: line 1: `1x': not a valid identifier
[1]
#### for x in a; do echo; done; done
bash: -c: line 1: syntax error near unexpected token `done'
bash: -c: line 1: `for x in a; do echo; done; done'
[2]
#### ;
bash: -c: line 1: syntax error near unexpected token `;'
bash: -c: line 1: `;'
[2]
#### &
bash: -c: line 1: syntax error near unexpected token `&'
bash: -c: line 1: `&'
[2]
#### |
bash: -c: line 1: syntax error near unexpected token `|'
bash: -c: line 1: `|'
[2]
#### a ; ; b
bash: -c: line 1: syntax error near unexpected token `;'
bash: -c: line 1: `a ; ; b'
[2]
#### echo a | | b
bash: -c: line 1: syntax error near unexpected token `|'
bash: -c: line 1: `echo a | | b'
[2]
#### ! ! true; echo $?
0
[0]
#### let; echo $?
bash: line 1: let: expression expected
1
[0]
#### let x=1+; echo $?
bash: line 1: let: x=1+: syntax error: operand expected (error token is "+")
1
[0]
#### cat <<E
bash: line 1: warning: here-document at line 1 delimited by end-of-file (wanted `E')
[0]
#### [[ a == b ]]; echo $?
1
[0]
#### ((1)); echo $?
0
[0]
#### x=(1 2)
[0]
#### function f { echo hi; }; f
hi
[0]
#### echo {1..3}
1 2 3
[0]
#### cat <<< hi
hi
[0]
#### echo $'a\tb'
a	b
[0]
#### echo ${x^^}

[0]
#### x=hello; echo ${x:1:2} ${x/l/L} ${x//l/L}
el heLlo heLLo
[0]
#### echo a &> /dev/null; echo b
b
[0]
#### declare x=1; echo $x
1
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
bash: line 1: local: can only be used in a function
1
[0]
#### continue 0; echo n $?
bash: line 1: continue: only meaningful in a `for', `while', or `until' loop
n 0
[0]
#### for i in 1 2; do break 0; echo in; done; echo n $?
bash: line 1: break: 0: loop count out of range
n 1
[0]
#### for i in 1 2; do break abc; echo in; done; echo n $?
bash: line 1: break: abc: numeric argument required
[128]
#### getopts ab x -z; echo $? $x
bash: illegal option -- z
0 ?
[0]
#### getopts a: x -a; echo $? $x
bash: option requires an argument -- a
0 ?
[0]
#### pwd -Z; echo $?
bash: line 1: pwd: -Z: invalid option
pwd: usage: pwd [-LP]
2
[0]
#### echo ${#}
0
[0]
#### echo ${}
bash: line 1: ${}: bad substitution
[1]
#### echo ${x-
bash: -c: line 1: unexpected EOF while looking for matching `}'
[2]
#### echo $((
bash: -c: line 1: unexpected EOF while looking for matching `)'
[2]
#### echo $((1
bash: -c: line 1: unexpected EOF while looking for matching `)'
[2]
#### echo ${x:1:
bash: -c: line 1: unexpected EOF while looking for matching `}'
[2]
#### : ${x?a b}
bash: line 1: x: a b
[127]
