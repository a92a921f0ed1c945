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
sh: x: parameter not set
[2]
#### set -u positional
sh: 1: parameter not set
[2]
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
+ :
+ '[' 1 '=' 1 ]
+ echo x
x
[0]
#### set -x function and subshell
+ f a 'b c'
+ echo 'in'
in
+ echo sub
sub
+ echo y
+ x=y
+ set +x
[0]
#### set -v
hi
[0]
#### set -n
[0]
#### set -euo
ok
[0]
#### set -o lists
errexit         off
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
trap -- 'echo x' INT
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
#### kill by signal status
Killed
137
[0]
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
[1]+  Running                    
[0]
#### fg without job control
sh: fg: line 0: job (null) not created under job control
2
[0]
#### bg
sh: bg: line 0: No current job
2
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
sh: syntax error: unexpected "&"
[2]
#### case continue
sh: syntax error: unexpected word (expecting ")")
[2]
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
sh: f: not found
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
Illegal option -x
o=?
[0]
#### getopts missing argument
No arg for -b option
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
sh: NEEDED: must be set
[2]
#### parameter error default text
sh: NEEDED: parameter not set
[2]
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
bANana bANANa banana banana bnn
[0]
#### case modification
sh: syntax error: bad substitution
[2]
#### indirect
sh: syntax error: bad substitution
[2]
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
sh: arithmetic syntax error
[2]
#### divide by zero
sh: divide by zero
[2]
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
sh: x: not found
sh: x++: not found
3
[0]
#### c-style for
sh: syntax error: bad for loop variable
[2]
#### brace expansion
{a,b,c} {1..5} x{1,2}y {a..e} {1..10..3} {01..03}
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
sh: pushd: not found
127
[0]
#### alias
sh: ll: not found
ll='echo aliased'
[0]
#### eval
val
nested
[0]
#### exec redirect
to3
sh: 3: Bad file descriptor
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
E: ls: /nofile: No such file or directory
[0]
#### append
a
b
[0]
#### input and output
ABC
[0]
#### noclobber
sh: can't create f: File exists
1
c
[0]
#### clobbering a directory
sh: can't create d: Is a directory
1
[0]
#### missing input
sh: can't open nofile: no such file
1
[0]
#### fd swap
o
piped: e
[0]
#### here-string
sh: syntax error: unexpected redirection
[2]
#### pipe status
sh: syntax error: bad substitution
[2]
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
sh: nosuchcmd: not found
127
[0]
#### shebang
args: 1 2
[0]
#### bad interpreter
sh: ./s: not found
127
[0]
#### run a directory
sh: ./d: Permission denied
126
[0]
#### CRLF script
sh: ./s: not found
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
sh: can't open 'nofile': No such file or directory
2
[0]
#### exit codes
44
0
[0]
#### readonly
sh: X: is read only
[2]
#### export
1
[]
3
[]
[0]
#### export -p
export ZZ='a b'
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
sh: nosuch: not found
127
[0]
#### command -v two
cd
0
[0]
#### hash
sh: hash: line 0: nosuch: not found
1
[0]
#### times
2
[0]
#### ulimit
0
ulimit: invalid option -- 'z'
1
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
sh: invalid number 'abc'
0
1
sh: invalid number '12abc'
0
1
sh: invalid number ''
0
1
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
-v[]
[0]
#### printf invalid
sh: %\n: invalid format
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
sh: a: bad number
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
sh: b: unknown operand
2
[0]
#### test missing bracket
sh: missing ]
2
[0]
#### test unquoted empty
sh: a: unknown operand
2
0
[0]
#### test unquoted words
sh: b: unknown operand
2
[0]
#### double brackets
glob
sh: can't open b: no such file
and
sh: b: unknown operand
[2]
#### regex
sh: syntax error: unexpected "("
[2]
#### array literal
sh: syntax error: unexpected "("
[2]
#### select
sh: syntax error: unexpected "do"
[2]
#### comments
a
b#notcomment
[0]
#### line continuation
a b
xy
[0]
#### semicolon errors
sh: syntax error: unexpected ";;"
[2]
#### unclosed if
sh: syntax error: unexpected end of file (expecting "fi")
[2]
#### unexpected done
sh: syntax error: unexpected "done"
[2]
#### missing then
sh: syntax error: unexpected "fi" (expecting "then")
[2]
#### bad for
sh: syntax error: unexpected "done" (expecting "do")
[2]
#### bad function
sh: syntax error: unexpected end of file (expecting "}")
[2]
#### unclosed paren
sh: syntax error: unexpected end of file (expecting ")")
[2]
#### unclosed brace expansion
sh: syntax error: missing '}'
[2]
#### stray paren
sh: syntax error: unexpected ")"
[2]
#### reserved as argument
if then else fi
[0]
#### empty command
sh: : Permission denied
127
[0]
#### assignment only
12
3
[0]
#### assignment spaces
sh: x: not found
127
[0]
#### LINENO
0
1
[0]
#### RANDOM
yes
[0]
#### SECONDS
none
[0]
#### PPID and UID
ppid
nouid
[0]
#### mapfile
sh: mapfile: not found
sh: syntax error: bad substitution
[2]
#### declare
sh: declare: not found
n+1
sh: declare: not found
sh: m[k]=v: not found
sh: syntax error: bad substitution
[2]
#### negative array index
sh: syntax error: unexpected "("
[2]
#### append to array
sh: syntax error: unexpected "("
[2]
#### string append
sh: x+=b: not found
a
[0]
#### shopt
sh: shopt: not found
*.none
0
[0]
#### read array
sh: syntax error: unexpected redirection
[2]
#### read -d
a
[0]
#### read -n
ab
[0]
#### echo to closed
sh: write error: Bad file descriptor
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
