#### here-doc with tabs stripped
one
two
[0]
#### here-doc quoted
$x `date` $(x)
[0]
#### two here-docs
a
b
[0]
#### here-doc in function and loop
v=1
v=2
[0]
#### here-doc piped
HELLO
[0]
#### here-doc without end
bash: line 2: warning: here-document at line 1 delimited by end-of-file (wanted `E')
hello
[0]
#### while read from here-doc
1-x
2-y
[0]
#### while read loses variables in a pipe
0
[0]
#### read with no newline at the end
<a>
<b>
[0]
#### read splits
a|b|c d
[0]
#### read -p at the end of input
1 []
[0]
#### read backslash
ab
a\b
[0]
#### set -e in function with ||
reached
yes
reached
and
end
[0]
#### set -e stops
one
[1]
#### set -e command substitution
[hi]
[0]
#### set -e local
survived
[0]
#### set -u
default
bash: line 3: x: unbound variable
[127]
#### set -u positional
bash: line 2: $1: unbound variable
[127]
#### set -u with at
[] 0
[0]
#### set -o pipefail
1
[0]
#### set -x
+ a=1
+ echo '1 b' 'c d'
1 b c d
+ for i in 1
+ :
+ '[' 1 = 1 ']'
+ echo x
x
[0]
#### set -x function and subshell
+ f a 'b c'
+ echo in
in
+ echo sub
sub
++ echo y
+ x=y
+ set +x
[0]
#### set -v
echo hi
hi
[0]
#### set -n
[0]
#### set -euo
ok
[0]
#### set -o lists
errexit        	off
[0]
#### dollar dash
has-e
[0]
#### trap EXIT in function
after
bye
[0]
#### trap EXIT in subshell
in
sub
out
[0]
#### trap ERR
err
next
[0]
#### trap INT kill self
int
after
[0]
#### trap TERM and exit
term
[3]
#### trap list
trap -- 'echo x' EXIT
trap -- 'echo x' SIGINT
[0]
#### trap reset
done
[0]
#### trap ignore
alive
[0]
#### trap keeps status
status 7
[7]
#### exit in trap
[5]
#### kill by term status
Terminated
143
[0]
#### kill -l number
KILL
TERM
[0]
#### wait status
3
[0]
#### wait many
1
2
0
[0]
#### background output order
fg
bg
done
[0]
#### jobs
[1]+  Running                 sleep 0.2 &
[0]
#### fg without job control
bash: line 1: fg: no job control
1
[0]
#### bg
bash: line 1: bg: no job control
1
[0]
#### kill in the background
143
[0]
#### kill percent
done
[0]
#### case patterns
starts a
has an
other
number
empty
[0]
#### case fallthrough
1
2
[0]
#### case continue
1
2
[0]
#### case with or
Y
[0]
#### case quoting
q
u
[0]
#### if elif else
small
mid
big
[0]
#### until
3
[0]
#### nested break
1a
2a
[0]
#### function return
4
[0]
#### function args
3 a b
b
[0]
#### function local
l
g
[0]
#### function keyword
hi
[0]
#### function unset
2
bash: line 1: f: command not found
[127]
#### recursion
3628800
[0]
#### getopts
A
B=val
C
rest
[0]
#### getopts error
bash: illegal option -- x
o=?
[0]
#### getopts missing argument
bash: option requires an argument -- b
o=?
[0]
#### getopts silent
o=? x
o=: b
[0]
#### shift too far
1 1
[0]
#### parameter defaults
1|2||4|set||7||9
[0]
#### parameter assign
def
a b
a b
[0]
#### parameter error
bash: line 1: NEEDED: must be set
[127]
#### parameter error default text
bash: line 1: NEEDED: parameter not set
[127]
#### parameter trimming
x.tar.gz /usr/local/lib /usr/local/lib/x tar.gz /usr/local/lib/x.tar
[0]
#### length
5
3
[0]
#### length of accents
6
[0]
#### substring
ell llo lo hell
[0]
#### replace
bANana bANANa Banana bananA bnn
[0]
#### case modification
Hello HELLO
wORLD world
[0]
#### indirect
c
[0]
#### nested expansion
1
sub
[0]
#### word splitting
a b
a  b
2
[0]
#### IFS
3 b
a,b,c
[0]
#### IFS empty
1
[0]
#### at and star
[a b]
[c]
<a>
<b>
<c>
{a b c}
[0]
#### quotes
single $x double $x "q" \ plain space
[0]
#### dollar single quotes
a	b
AA
[0]
#### backquotes
a b
[0]
#### nested substitution
deep
[0]
#### substitution strips newlines
[a]
[0]
#### arithmetic
7 9 3 -3 1 16 1 7 6 -6 0
[0]
#### arithmetic assignment
7 7 1
[0]
#### arithmetic increments
5 6 5
[0]
#### arithmetic compare
1 0 1 0 0 1
[0]
#### arithmetic hex and octal
31 8 5
[0]
#### arithmetic power
1024
[0]
#### arithmetic comma
3
[0]
#### arithmetic overflow
-9223372036854775808
[0]
#### arithmetic error
bash: line 1: 1 +: syntax error: operand expected (error token is "+")
[1]
#### divide by zero
bash: line 1: 1/0: division by 0 (error token is "0")
[1]
#### arithmetic unset
1
[0]
#### arithmetic string
1
[0]
#### let
3
12
1
[0]
#### double parens
big
4
[0]
#### c-style for
0
1
2
[0]
#### brace expansion
a b c 1 2 3 4 5 x1y x2y a b c d e 1 4 7 10 01 02 03
[0]
#### globs
a.txt b.txt
a.txt b.txt
c.md
*.none
[0]
#### negated class
b c
b c
[0]
#### dotfiles
v
.h
[0]
#### tilde
/tmp
~
/tmp/d
a:~
[0]
#### cd dash
/
/
[0]
#### pushd
0
[0]
#### alias
bash: line 1: ll: command not found
alias ll='echo aliased'
[0]
#### eval
val
nested
[0]
#### exec redirect
to3
bash: line 1: 3: Bad file descriptor
1
[0]
#### exec file
hidden
[0]
#### redirect both
out
err
[0]
#### redirect order
E: ls: cannot access '/nofile': No such file or directory
[0]
#### append
a
b
[0]
#### input and output
ABC
[0]
#### noclobber
bash: line 1: f: cannot overwrite existing file
1
c
[0]
#### clobbering a directory
bash: line 1: d: Is a directory
1
[0]
#### missing input
bash: line 1: nofile: No such file or directory
1
[0]
#### fd swap
o
piped: e
[0]
#### here-string
hi there
2
[0]
#### pipe status
1 1 0 1
[0]
#### negation
1
0
[0]
#### and or lists
a
b
[0]
#### grouping
/
2
[0]
#### subshell exit
3
0
[0]
#### command not found
bash: line 1: nosuchcmd: command not found
127
[0]
#### permission denied script
bash: line 1: ./s.sh: Permission denied
126
hi
hi
[0]
#### shebang
args: 1 2
[0]
#### bad interpreter
bash: line 1: ./s: cannot execute: required file not found
127
[0]
#### run a directory
bash: line 1: ./d: Is a directory
126
[0]
#### CRLF script
bash: line 1: ./s: cannot execute: required file not found
127
[0]
#### dot script
3 5
[0]
#### dot script with arguments
inner
[0]
#### sh -s
a b
[0]
#### sh -c args
name arg
[0]
#### sh missing script
sh: 0: cannot open nofile: No such file
2
[0]
#### exit codes
44
0
[0]
#### readonly
bash: line 1: X: readonly variable
[1]
#### export
1
[]
3
[]
[0]
#### export -p
declare -x ZZ="a b"
[0]
#### set output
foo='a b'
[0]
#### unset
unset
0
[0]
#### env empty
[]
[0]
#### type
echo is a shell builtin
if is a shell keyword
f is a function
[0]
#### command
hi
if
echo is a shell builtin
bash: line 1: nosuch: command not found
127
[0]
#### command -v two
cd
echo
0
[0]
#### hash
bash: line 1: hash: nosuch: not found
1
[0]
#### times
2
[0]
#### ulimit
0
bash: line 1: ulimit: -z: invalid option
ulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]
2
[0]
#### umask
0022
600
u=rwx,g=,o=
[0]
#### printf builtins
a b
c 
16
8
   ab|cd   |
a	b
%
[0]
#### printf numbers
bash: line 1: printf: abc: invalid number
0
1
bash: line 1: printf: 12abc: invalid number
12
1
0
0
[0]
#### printf char codes
65
AA
ad
ff FF 10 3
[0]
#### printf floats
3.14 1.234568e+04 1e-05
  2.2|
[0]
#### printf star
   42|42   |
3.14
[0]
#### printf -v
[007]
[0]
#### printf invalid
bash: line 1: printf: `\': invalid format character
1
[0]
#### echo options
a
a
b
a\nb
a\nb
-x
--
[0]
#### echo backslash c
a
x\c

[0]
#### test strings
ok
lt
[0]
#### test numbers
ok
bash: line 1: [: a: integer expression expected
2
[0]
#### test ==
0
[0]
#### test files
ok
same
[0]
#### test and or
and
or
not
[0]
#### test too many
bash: line 1: [: too many arguments
2
[0]
#### test missing bracket
bash: line 1: [: missing `]'
2
[0]
#### test unquoted empty
bash: line 1: [: =: unary operator expected
2
0
[0]
#### test unquoted words
bash: line 1: [: too many arguments
2
[0]
#### double brackets
glob
lt
and
noq
[0]
#### regex
123
[0]
#### array literal
y 3
[0]
#### select
1) a
2) b
#? 
1
[0]
#### comments
a
b#notcomment
[0]
#### line continuation
a b
xy
[0]
#### semicolon errors
bash: -c: line 1: syntax error near unexpected token `;;'
bash: -c: line 1: `;; echo a'
[2]
#### unclosed if
bash: -c: line 2: syntax error: unexpected end of file
[2]
#### unexpected done
bash: -c: line 1: syntax error near unexpected token `done'
bash: -c: line 1: `done'
[2]
#### missing then
bash: -c: line 1: syntax error near unexpected token `fi'
bash: -c: line 1: `if true; echo a; fi'
[2]
#### bad for
bash: -c: line 1: syntax error near unexpected token `done'
bash: -c: line 1: `for x in 1 2 do echo $x; done'
[2]
#### bad function
bash: -c: line 2: syntax error: unexpected end of file
[2]
#### unclosed paren
bash: -c: line 2: syntax error: unexpected end of file
[2]
#### unclosed brace expansion
bash: -c: line 1: unexpected EOF while looking for matching `}'
[2]
#### stray paren
bash: -c: line 1: syntax error near unexpected token `)'
bash: -c: line 1: `echo a )'
[2]
#### reserved as argument
if then else fi
[0]
#### empty command
bash: line 1: : command not found
127
[0]
#### assignment only
12
3
[0]
#### assignment spaces
bash: line 1: x: command not found
127
[0]
#### LINENO
1
2
[0]
#### RANDOM
yes
[0]
#### SECONDS
0
[0]
#### PPID and UID
ppid
65534
[0]
#### mapfile
b
[0]
#### declare
6
v
[0]
#### negative array index
3 2 3 0 1 2
[0]
#### append to array
1 2 3
2
[0]
#### string append
ab
[0]
#### shopt

0
[0]
#### read array
z
[0]
#### read -d
a
[0]
#### read -n
ab
[0]
#### echo to closed
bash: line 1: echo: write error: Bad file descriptor
1
[0]
#### cat broken pipe
y
0
[0]
#### big loop
500
[0]
#### entrypoint exec
hello
[0]
#### entrypoint with flag
prog -v
[0]
#### entrypoint waits for a file
ready after 3
[0]
#### here-doc to file
port=8080
[0]
#### csv loop
bob=1
amy=2
[0]
#### count words
      3 the
[0]
#### sum of a column
7
[0]
#### rename loop
a.md
b.md
[0]
#### find loop
x
y
[0]
#### string repeat
=====
[0]
#### last argument
c
c
[0]
#### reverse arguments
c b a
[0]
#### is number
yes: 12
no: a1
no: 
[0]
