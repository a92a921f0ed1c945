#### printf 'foo\nbar\n' | sed 's/o/0/g'
f00
bar
[0]
#### printf 'foo\nbar\n' | sed -n '2p'
bar
[0]
#### printf 'foo\nbar\nbaz\n' | sed '/bar/d'
foo
baz
[0]
#### printf 'foo\nbar\nbaz\n' | sed -n '/bar/,$p'
bar
baz
[0]
#### printf 'a=1\nb=2\n' | sed -E 's/([a-z])=([0-9])/\2=\1/'
1=a
2=b
[0]
#### printf 'a b\n' | sed 's/\(.*\) \(.*\)/\2 \1/'
b a
[0]
#### printf 'x\n' | sed 's/x/a\nb/'
a
b
[0]
#### printf 'path/to\n' | sed 's|/|_|g'
path_to
[0]
#### printf 'a\nb\n' | sed '1i\first'
first
a
b
[0]
#### printf 'a\nb\n' | sed '1a second'
a
second
b
[0]
#### printf 'a\nb\n' | sed '2c\changed'
a
changed
[0]
#### printf 'a\nb\nc\n' | sed '$!d'
c
[0]
#### printf 'a\nb\nc\n' | sed '2q'
a
b
[0]
#### printf 'a\nb\nc\n' | sed '2q5'; echo $?
a
b
5
[0]
#### printf 'hello\n' | sed 's/l/L/2'
helLo
[0]
#### printf 'hello\n' | sed 's/L/x/I'
hexlo
[0]
#### printf 'hello\n' | sed -n 's/l/L/gp'
heLLo
[0]
#### printf 'abc\n' | sed 'y/abc/xyz/'
xyz
[0]
#### printf 'a\nb\nc\n' | sed 'N;s/\n/-/'
a-b
c
[0]
#### printf 'a\nb\nc\n' | sed ':a;N;$!ba;s/\n/,/g'
a,b,c
[0]
#### printf 'a\nb\nc\n' | sed -n '$='
3
[0]
#### printf 'a\nb\nc\n' | sed -n '1!G;h;$p'
c
b
a
[0]
#### printf 'a\n\nb\n' | sed '/^$/d'
a
b
[0]
#### printf '# c\na\n' | sed '/^#/d'
a
[0]
#### printf 'a\n' > f; sed -i 's/a/b/' f; cat f
b
[0]
#### printf 'a\n' > f; sed -i.bak 's/a/b/' f; cat f f.bak
b
a
[0]
#### printf 'a\n' > f; sed -i -e 's/a/b/' -e 's/b/c/' f; cat f
c
[0]
#### sed 's/a/b' f; echo $?
sed: -e expression #1, char 5: unterminated `s' command
1
[0]
#### sed 's/a/b/x' f; echo $?
sed: -e expression #1, char 7: unknown option to `s'
1
[0]
#### sed p nofile; echo $?
sed: can't read nofile: No such file or directory
2
[0]
#### sed -i s/a/b/ nofile; echo $?
sed: can't read nofile: No such file or directory
2
[0]
#### echo a | sed 'k'; echo $?
sed: -e expression #1, char 1: unknown command: `k'
1
[0]
#### echo a | sed '/a'; echo $?
sed: -e expression #1, char 2: unterminated address regex
1
[0]
#### echo a | sed 's/\(a/b/'; echo $?
sed: -e expression #1, char 8: Unmatched ( or \(
1
[0]
#### echo a | sed -E 's/(a/b/'; echo $?
sed: -e expression #1, char 7: Unmatched ( or \(
1
[0]
#### echo a | sed 's/a/\1/'; echo $?
sed: -e expression #1, char 7: invalid reference \1 on `s' command's RHS
1
[0]
#### echo a | sed '{p'; echo $?
sed: -e expression #1, char 0: unmatched `{'
1
[0]
#### echo a | sed 'p}'; echo $?
sed: -e expression #1, char 2: unexpected `}'
1
[0]
#### echo a | sed 'b nolabel'; echo $?
sed: can't find label for jump to `nolabel'
4
[0]
#### echo a | sed 'y/ab/c/'; echo $?
sed: -e expression #1, char 7: strings for `y' command are different lengths
1
[0]
#### echo a | sed -z s/a/b/
b
[0]
#### echo 'hello world' | sed 's/\w\+/<&>/g'
<hello> <world>
[0]
#### echo 'hello world' | sed 's/\bw/W/'
hello World
[0]
#### echo 'hello' | sed 's/.*/\U&/'
HELLO
[0]
#### echo 'hello world' | sed 's/\b./\u&/g'
Hello World
[0]
#### printf 'a\nb\nc\nd\n' | sed -n '1~2p'
a
c
[0]
#### printf 'a\nb\nc\nd\n' | sed '2,3{s/^/>/;s/$/</}'
a
>b<
>c<
d
[0]
#### printf 'a\nb\nc\nd\n' | sed '/b/,/c/s/^/#/'
a
#b
#c
d
[0]
#### printf 'a\nb\nc\nd\n' | sed '0,/a/d'
b
c
d
[0]
#### printf 'a\nb\nc\nd\n' | sed '/b/,+1d'
a
d
[0]
#### printf 'a\nb\n' | sed 'w out' > /dev/null; cat out
a
b
[0]
#### printf 'b\n' > ins; printf 'a\nc\n' | sed '1r ins'
a
b
c
[0]
#### printf 'a b c\n' | sed 's/[^ ]*//2'
a  c
[0]
#### printf 'k: v\n' | sed -e 's/: */=/' -e 's/^/export /'
export k=v
[0]
#### printf 'a\nb\n' | sed = | sed 'N;s/\n/\t/'
1	a
2	b
[0]
#### printf 'one\ntwo\n' | sed -n '/one/{n;p}'
two
[0]
#### printf 'x=1\n' | sed "s/x=.*/x=$(echo 5)/"
x=5
[0]
#### printf 'a.b.c\n' | sed 's/\./-/g'
a-b-c
[0]
#### printf 'tab\there\n' | sed 's/\t/ /'
tab here
[0]
#### printf 'aaa\n' | sed 's/a*/x/g'
x
[0]
#### printf 'abc\n' | sed 's/b*/x/g'
xaxcx
[0]
#### printf 'l1\nl2\n' | sed 'l'
l1$
l1
l2$
l2
[0]
#### printf 'a\nb\n' | sed -s -n '$p' -
b
[0]
#### printf 'a b\n' | awk '{print $2}'
b
[0]
#### printf 'a b\n' | awk '{print $1,$2; print NF, NR}'
a b
2 1
[0]
#### printf 'a:b\n' | awk -F: '{print $2}'
b
[0]
#### printf '1\n2\n3\n' | awk '{s+=$1} END {print s}'
6
[0]
#### printf '1\n2\n3\n' | awk '{s+=$1} END {print s/NR}'
2
[0]
#### printf 'a 1\nb 2\na 3\n' | awk '{c[$1]+=$2} END {for (k in c) print k, c[k]}' | sort
a 4
b 2
[0]
#### printf 'a\nb\nc\n' | awk 'NR==2'
b
[0]
#### printf 'a\nb\nc\n' | awk 'NR>1 && NR<3 {print NR": "$0}'
2: b
[0]
#### printf 'a\nb\na\n' | awk '!seen[$0]++'
a
b
[0]
#### awk 'BEGIN {print 1/3; print 10/2; print 2^10; print 7%3; print 1e6; print 1e20; print 0.1+0.2}'
0.333333
5
1024
1
1000000
1e+20
0.3
[0]
#### awk 'BEGIN {print length("hello"), substr("hello",2,3), index("hello","l"), toupper("x"), tolower("X")}'
5 ell 3 X x
[0]
#### awk 'BEGIN {n=split("a,b,c",a,","); print n, a[1], a[3]}'
3 a c
[0]
#### awk 'BEGIN {printf "%5.2f|%-5s|%05d|%x|%c|%e\n", 3.14159, "ab", 42, 255, "z", 12345.678}'
 3.14|ab   |00042|ff|z|1.234568e+04
[0]
#### awk 'BEGIN {s="hello"; gsub(/l/,"L",s); print s; sub("h","J",s); print s}'
heLLo
JeLLo
[0]
#### awk 'BEGIN {if (match("foobar",/o+/)) print RSTART, RLENGTH}'
2 2
[0]
#### awk -v n=5 'BEGIN {print n*2}'
10
[0]
#### awk 'BEGIN {while (i<3) {print i++}}'
0
1
2
[0]
#### awk 'BEGIN {for (i=0;i<3;i++) {if (i==1) continue; print i}}'
0
2
[0]
#### awk 'BEGIN {x["a"]=1; if ("a" in x) print "yes"; delete x["a"]; if (!("a" in x)) print "no"}'
yes
no
[0]
#### awk 'function f(a,b) {return a+b} BEGIN {print f(1,2)}'
3
[0]
#### printf 'a b c\n' | awk '{$2="X"; print; print NF}'
a X c
3
[0]
#### printf 'a b c\n' | awk '{NF=2; print}'
a b
[0]
#### printf 'a b c\n' | awk -v OFS=- '{$1=$1; print}'
a-b-c
[0]
#### printf 'a b c\n' | awk '{print $NF, $(NF-1)}'
c b
[0]
#### printf 'a,b;c\n' | awk -F'[,;]' '{print $3}'
c
[0]
#### printf 'a|b\n' | awk -F'|' '{print $2}'
b
[0]
#### printf 'a\tb c\n' | awk -F'\t' '{print $2}'
b c
[0]
#### awk 'BEGIN {"echo hi" | getline x; print x}'
hi
[0]
#### awk 'BEGIN {print "b\na" | "sort"}'
a
b
[0]
#### awk 'BEGIN {print "x" > "out"; close("out"); while ((getline l < "out") > 0) print l}'
x
[0]
#### awk 'BEGIN {print ENVIRON["HOME"], ARGC, ARGV[1]}' z
/tmp 2 z
[0]
#### awk 'BEGIN {exit 3}'; echo $?
3
[0]
#### awk 'BEGIN {print "err" > "/dev/stderr"}' 2>/dev/null; echo ok
ok
[0]
#### awk '{print}' nofile; echo $?
awk: cannot open nofile (No such file or directory)
2
[0]
#### awk 'BEGIN {print 1' ; echo $?
awk: line 2: missing } near end of file
2
[0]
#### awk 'BEGIN {prin 1}' ; echo $?
0
[0]
#### printf '1 2\n3 4\n' | awk '{for(i=NF;i>0;i--) printf "%s%s", $i, (i>1?OFS:ORS)}'
2 1
4 3
[0]
#### printf 'x 10\ny 9\n' | awk '$2>9 {print $1}'
x
[0]
#### printf 'error a\nok b\n' | awk '/error/ {print $2}'
a
[0]
#### printf 'error a\nok b\n' | awk '$1 ~ /^o/ {print $2}'
b
[0]
#### printf 'a b\nc d\n' | awk 'BEGIN {RS=""} {print NF}'
4
[0]
#### printf 'a;b;c' | awk 'BEGIN {RS=";"} {print NR, $0}'
1 a
2 b
3 c
[0]
#### awk 'BEGIN {print substr("hello",0,2) "|" substr("hello",-1) "|" substr("hello",4,100)}'
he|hello|lo
[0]
#### awk 'BEGIN {print int(3.9), int(-3.9), sqrt(16), exp(0), log(1), sin(0), atan2(0,-1)}'
3 -3 4 1 0 0 3.14159
[0]
#### awk 'BEGIN {print 1==1.0, "a"<"b", "10"<"9", 10<9}'
1 1 1 0
[0]
#### awk 'BEGIN {print length()}' < /dev/null
0
[0]
#### awk 'BEGIN {a="x"; a=a "y" 1+2; print a}'
xy3
[0]
#### awk 'BEGIN {printf "%s %d%%\n", "a", 50}'
a 50%
[0]
#### awk 'BEGIN {printf "no newline"}'
no newline
[0]
#### printf 'a\nb\nc\nd\n' | awk '/b/,/c/'
b
c
[0]
#### printf '3\n1\n2\n' | awk '{a[NR]=$1} END {for(i=NR;i;i--) print a[i]}'
2
1
3
[0]
#### echo 'a b' > f; awk '{print FILENAME, FNR}' f f
f 1
f 1
[0]
#### awk 'BEGIN {do {print i} while (i++ < 2)}'

1
2
[0]
#### awk 'BEGIN { print length("héllo") }'
6
[0]
#### awk 'BEGIN { print toupper(substr("abc", 1, 1)) substr("abc", 2) }'
Abc
[0]
#### awk 'BEGIN { printf "%d %i %o %u %X %G\n", 3.7, -2, 8, 5, 255, 0.0001 }'
3 -2 10 5 FF 0.0001
[0]
#### awk 'BEGIN { print 100000000, 123456789012, 1234567.891, 3.0, 1e300*1e10, -1e300*1e10, log(-1) }' 2>&1
100000000 1.23457e+11 1.23457e+06 3 inf -inf -nan
[0]
#### awk 'BEGIN { CONVFMT="%.2g"; x = 3.14159; y = x ""; print y; OFMT="%.3f"; print x }'
3.1
3.142
[0]
#### awk 'BEGIN { system("echo from system; exit 3"); print "after" }'
from system
after
[0]
#### awk 'BEGIN { r = system("exit 3"); print r }'
3
[0]
#### awk 'BEGIN { srand(1); x = rand(); print (x >= 0 && x < 1) }'
1
[0]
#### awk -f nofile; echo $?
awk: cannot open nofile (No such file or directory)
2
[0]
#### awk --version 2>&1 | head -c 0; echo 'BEGIN {print "file"}' > p.awk; awk -f p.awk
file
[0]
#### echo 'a b c' | awk '{ $5="e"; print; print NF }'
a b c  e
5
[0]
#### echo '5 apples' | awk '{ if ($1 > 3) print "many"; else print "few" }'
many
[0]
#### echo 'x' | awk '{ print > "/dev/stdout" }'
x
[0]
#### echo 'k=v' | awk -F= '{ print "key:" $1 " val:" $2 }'
key:k val:v
[0]
#### echo 'one two three' | awk '{ print $1 $2; print $1" "$2 }'
onetwo
one two
[0]
#### printf 'a b\n' | awk '{ print $1, $2 > "o" } END { close("o"); while ((getline x < "o") > 0) print "got", x }'
got a b
[0]
#### awk 'BEGIN { printf "%s\n" }'; echo $?
awk: run time error: not enough arguments passed to printf("%s
")
	FILENAME="" FNR=0 NR=0
2
[0]
#### awk 'BEGIN { getline; print "got " $0 }' < /dev/null
got 
[0]
#### awk 'BEGIN { print index("abc", "") , length(12345), 1 " " -1 }'
1 5 1-1
[0]
#### awk 'BEGIN { x = "A"; y = x++; print x, y }'
1 0
[0]
#### awk 'BEGIN { a["x"]; print length(a) }'
1
[0]
#### awk 'BEGIN { print substr("hello", 2) ; print tolower("ABC") "d" }'
ello
abcd
[0]
#### awk 'BEGIN { split("2024-01-15", d, "-"); print d[1]+0, d[2]+0, d[3]+0 }'
2024 1 15
[0]
#### awk 'BEGIN { regex = "^a.c$"; if ("abc" ~ regex) print "match" }'
match
[0]
#### awk 'BEGIN { print "a\tb\\n\"q\"" }'
a	b\n"q"
[0]
#### awk 'BEGIN { print (1>2) ? "a" : "b" }'
b
[0]
#### awk 'BEGIN{printf "%*d|%-*d|\n", 5, 42, 5, 42}'
   42|42   |
[0]
#### awk 'BEGIN{printf "%.3s|%10.2e|%+d|% d\n", "abcdef", 1234.5, 5, 5}'
abc|  1.23e+03|+5| 5
[0]
#### printf 'a\nb\n' | awk 'END{print $0, NR}'
b 2
[0]
#### printf 'a b\n' | awk '{ sub(/a/, "[&]"); print; gsub(/b/, "\\&"); print }'
[a] b
[a] &
[0]
#### printf 'name,age\nbob,30\namy,25\n' | awk -F, 'NR>1{sum+=$2; n++} END{printf "avg=%.1f n=%d\n", sum/n, n}'
avg=27.5 n=2
[0]
#### echo "a b" | awk '{print NR":"NF}; END{print "done"}'
1:2
done
[0]
#### echo 1 2 3 | awk '{ for (i=1; i<=NF; i++) s += $i; print "sum", s }'
sum 6
[0]
#### echo "x" | awk '{ next; print "no" } END { print "end" }'
end
[0]
#### printf 'foo\nbar\n' | grep foo
foo
[0]
#### printf 'foo\nbar\n' | grep -v foo
bar
[0]
#### printf 'foo\nFoo\n' | grep -ic foo
2
[0]
#### printf 'foo\nbar\n' | grep -n bar
2:bar
[0]
#### printf 'foo bar\nfoobar\n' | grep -w foo
foo bar
[0]
#### printf 'a1\nb22\n' | grep -E '[0-9]{2}'
b22
[0]
#### printf 'a1\nb22\n' | grep -oE '[0-9]+'
1
22
[0]
#### printf 'a.b\naxb\n' | grep -F a.b
a.b
[0]
#### printf 'foo\nbar\n' > f; grep -l foo f; grep -L foo f; grep -c o f; echo $?
f
1
0
[0]
#### printf 'foo\n' > f; printf 'foo\n' > g; grep foo f g; grep -h foo f g
f:foo
g:foo
foo
foo
[0]
#### printf 'foo\n' > f; grep -H foo f
f:foo
[0]
#### printf '1\n2\n3\n4\n5\n' | grep -A1 3
3
4
[0]
#### printf '1\n2\n3\n4\n5\n' | grep -B1 3
2
3
[0]
#### printf '1\n2\n3\n4\n5\n' | grep -C1 3
2
3
4
[0]
#### printf '1\n2\n3\n4\n5\n' | grep -A1 -e 1 -e 4
1
2
--
4
5
[0]
#### printf 'foo\nfoo\n' | grep -m1 foo
foo
[0]
#### printf 'foo\n' | grep -q foo; echo $?
0
[0]
#### printf 'foo\n' | grep -q bar; echo $?
1
[0]
#### grep foo nofile; echo $?
grep: nofile: No such file or directory
2
[0]
#### grep -s foo nofile; echo $?
2
[0]
#### grep; echo $?
Usage: grep [OPTION]... PATTERNS [FILE]...
Try 'grep --help' for more information.
2
[0]
#### mkdir d; grep foo d; echo $?
grep: d: Is a directory
2
[0]
#### mkdir d; echo foo > d/f; grep -r foo d; grep -rn foo d; grep -rl foo .
d/f:foo
d/f:1:foo
./d/f
[0]
#### mkdir d; echo foo > d/a.txt; echo foo > d/b.md; grep -r --include='*.txt' foo d
d/a.txt:foo
[0]
#### echo 'a(b' | grep '('
a(b
[0]
#### echo 'a(b' | grep -E '('; echo $?
grep: Unmatched ( or \(
2
[0]
#### echo 'a*b' | grep 'a\*b'
a*b
[0]
#### echo ab | grep -E '^(a|b)+$'
ab
[0]
#### echo 'foo' | grep -x fo; echo $?
1
[0]
#### printf 'foo\nbar\n' | grep -e foo -e bar
foo
bar
[0]
#### printf 'foo\n' > pats; printf 'foo\nbar\n' | grep -f pats
foo
[0]
#### printf 'a\0b\n' | grep a
grep: (standard input): binary file matches
[0]
#### echo 'hello world' | grep -o 'w[a-z]*'
world
[0]
#### echo 'hello' | grep -b -o l
2:l
3:l
[0]
#### echo aXb | grep -i x
aXb
[0]
#### echo 'abc123' | grep -o '[[:digit:]]*$'
123
[0]
#### echo 'user@example.com' | grep -E '^[^@]+@[^@]+\.[a-z]+$'
user@example.com
[0]
#### echo '192.168.1.1' | grep -Eo '([0-9]{1,3}\.){3}[0-9]{1,3}'
192.168.1.1
[0]
#### echo aa | grep '\(a\)\1'
aa
[0]
#### echo 'a b' | grep 'a\sb'
a b
[0]
#### echo 'ab' | grep 'a\|x'
ab
[0]
#### echo foo | egrep 'fo+'
foo
[0]
#### echo foo | fgrep foo
foo
[0]
#### printf 'a\nb\n' | grep -vc a
1
[0]
#### grep -E --nosuch x; echo $?
grep: unrecognized option '--nosuch'
Usage: grep [OPTION]... PATTERNS [FILE]...
Try 'grep --help' for more information.
2
[0]
#### printf 'a\n' | grep -y A
a
[0]
#### printf 'x\n' > f; grep -n '' f
1:x
[0]
#### printf 'one\ntwo\n' | grep -nE 'one|two' | cut -d: -f1 | paste -sd,
1,2
[0]
