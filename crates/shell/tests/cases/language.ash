#### cd /none nosuch f() {   nosuch   cd /none } f
sh: cd: line 0: can't cd to /none: No such file or directory
sh: nosuch: not found
sh: nosuch: not found
sh: cd: line 4: can't cd to /none: No such file or directory
[2]
#### sleep 5 & kill $!; wait $!; echo $?
Terminated
143
[0]
#### sh -c "kill -15 \$\$" | cat; echo $?
Terminated
0
[0]
#### sh -c "kill -2 \$\$"; echo $?
130
[0]
#### y="a b"; export x=$y; echo "$x"
a b
[0]
#### f() { local x=$1; echo "$x"; }; f "a b"
a b
[0]
#### trap "echo a" INT EXIT; trap
trap -- 'echo a' EXIT
trap -- 'echo a' INT
a
[0]
#### alias a=b c="d e"; alias
c='d e'
a='b'
[0]
#### echo a\ b "c\ d"; echo "a\nb\\c\c" ; echo -e "a\x41\0101\e"
ab cd
a\nb\c\c
aAA
[0]
#### x=5; echo $((x=3, x+1)) $((x)) $((y+1))
4 3 1
[0]
#### x=y; y=7; echo $((x))
7
[0]
#### echo $((1<<70)) $((9223372036854775807+1)) $((99999999999999999999))
64 -9223372036854775808 0
[0]
#### echo $((a b))
sh: arithmetic syntax error
[2]
#### echo $((1 ? 2))
sh: malformed ?: operator
[2]
#### echo $(( (1 ))
sh: syntax error: missing '))'
[2]
#### x="1 2"; echo $((x+1)); echo next
sh: arithmetic syntax error
[2]
#### x="a-"; echo $((x+1)); echo next
sh: arithmetic syntax error
[2]
#### echo $((2**10)) $((16#ff)) $((0b11))
sh: arithmetic syntax error
[2]
#### shift a; echo n
sh: shift: line 0: Illegal number: a
[2]
#### unset -z; echo n
sh: unset: line 0: illegal option -z
[2]
#### export -z; echo n
sh: export: line 0: illegal option -z
[2]
#### wait -z; echo n $?
sh: wait: line 0: illegal option -z
n 2
[0]
#### trap; trap - FOO; echo $?
sh: trap: line 0: FOO: invalid signal specification
1
[0]
#### nosuch | cat; echo $?
sh: nosuch: not found
0
[0]
#### nosuch 2>/dev/null; echo $?
127
[0]
#### echo hi > "$x"; echo $?
sh: can't create : nonexistent directory
1
[0]
#### exec 3</none; echo after
sh: can't open /none: no such file
[1]
#### command exec 3</none; echo after $?
sh: can't open /none: no such file
after 1
[0]
#### read x < /dev/null; echo $?
1
[0]
#### echo a b c | { read x y; echo "$x|$y"; }; printf "a\\\\\nb\n" | { read x; echo "$x"; }
a|b c
ab
[0]
#### printf "  a  b  \n" | { IFS=: read x; echo "<$x>"; }
<  a  b  >
[0]
#### echo "a:b:c:" | { IFS=: read x y; echo "<$x><$y>"; }
<a><b:c:>
[0]
#### IFS=:; x="a::b:"; set -- $x; echo $# "$1|$2|$3"
3 a||b
[0]
#### printf "%s|%5d|%-5s|%05.1f|%x|%c|%b|%e\n" a 5 b 2.55 255 xyz "q\tz" 12345.678
a|    5|b    |002.5|ff|x|q	z|1.234568e+04
[0]
#### umask -S 027; umask
0027
[0]
#### false || ! true; echo $?; set -e; ! true; echo still
1
still
[0]
#### set -e; f() { false; echo in; }; f || echo no; f; echo never
in
[1]
#### set -e; x=$(false); echo never
[1]
#### set -e; export x=$(false); echo yes
yes
[0]
#### set -e; (false); echo never
[1]
#### set -e; false | true; echo yes
yes
[0]
#### cat <<E a $((1+1)) `echo b` $(echo c) \$x \\ \a "q" ${x:-"d"} E
a 2 b c $x \ \a "q" d
[0]
#### set -f; echo *
*
[0]
#### x=abcabc; echo ${x#a} ${x##*b} ${x%c} ${x%%b*} ${#x} ${x#"a"} ${x%"*"}
bcabc c abcab a 6 bcabc abcabc
[0]
#### echo ${x:-a b} "${x:-a b}" "${x:-"a b"}" ${x:+y} ${x=set} $x "${x:-a}b}"
a b a b a b set set setb}
[0]
#### set -- a b c; echo "$*" "${*}" "$@" ${#@} ${#*} ${@} "${@:-x}"; IFS=,; echo "$*" $*
a b c a b c a b c 5 5 a b c a b c
a,b,c a b c
[0]
#### set -- a b c d e f g h i j k; echo $10 ${10} ${11}
a0 j k
[0]
#### . ./nosuchfile
sh: .: line 0: can't open './nosuchfile': No such file or directory
[2]
#### for i in a b; do echo $i; done; echo $i; for i; do echo $i; done
a
b
b
[0]
#### while :; do break; done; echo $?; until false; do echo x; break 2; done; echo $?
0
x
0
[0]
#### case "a b" in a\ b) echo 1;; esac; case abc in (a*) echo 2;; esac; case x in [!x]) echo no
1
2
3
4
[0]
#### echo a; exit
a
[0]
#### eval "echo a; false"; echo $?; eval; echo $?; eval ""; echo $?
a
1
0
0
[0]
#### x=1; (x=2; echo $x); echo $x; { x=3; }; echo $x
2
1
3
[0]
#### unset HOME; cd; echo $?
0
[0]
#### a program in the place of its shell
took its place
[0]
#### the last program of a script
child
[0]
