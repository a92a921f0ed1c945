#### printf 'b 2\na 10\nc 1\n' | sort -k2n
c 1
b 2
a 10
[0]
#### printf 'b 2\na 10\nc 1\n' | sort -k2
c 1
a 10
b 2
[0]
#### printf 'b,2\na,10\nc,1\n' | sort -t, -k2,2nr
a,10
b,2
c,1
[0]
#### printf '3\n1\n2\n1\n' | sort -u
1
2
3
[0]
#### printf '3\n1\n2\n1\n' | sort -n | uniq -d
1
[0]
#### printf 'a\nA\nb\nB\n' | sort -f
A
a
B
b
[0]
#### printf '1.10\n1.9\n1.2\n' | sort -V
1.2
1.9
1.10
[0]
#### printf 'b\na\n' | sort -c; echo $?
Check line 1
1
[0]
#### printf 'a\nb\n' | sort -c; echo $?
0
[0]
#### printf 'b\na\n' > f; sort -o f f; cat f
a
b
[0]
#### sort nofile; echo $?
sort: nofile: No such file or directory
2
[0]
#### printf 'x y\n' | cut -d' ' -f2
y
[0]
#### printf 'a:b:c\n' | cut -d: -f1,3
a:c
[0]
#### printf 'a:b:c\n' | cut -d: -f2-
b:c
[0]
#### printf 'a:b:c\nnodelim\n' | cut -d: -f2 -s
b
[0]
#### printf 'abcdef\n' | cut -c2-4
bcd
[0]
#### printf 'abcdef\n' | cut -c-2,5-
abef
[0]
#### printf 'abcdef\n' | cut -b1
a
[0]
#### cut -f1 nofile; echo $?
cut: nofile: No such file or directory
1
[0]
#### cut; echo $?
cut: expected a list of bytes, characters, or fields
1
[0]
#### cut -d: ; echo $?
cut: expected a list of bytes, characters, or fields
1
[0]
#### echo abc | cut -d ab -f1; echo $?

0
[0]
#### echo a:b | cut -d: -f x; echo $?
cut: invalid number 'x'
1
[0]
#### echo hello | tr a-z A-Z
HELLO
[0]
#### echo hello | tr -d l
heo
[0]
#### echo "a  b   c" | tr -s ' '
a b c
[0]
#### echo hello | tr -cd 'a-h\n'
he
[0]
#### echo "a,b,c" | tr , '\n'
a
b
c
[0]
#### echo hello | tr '[:lower:]' '[:upper:]'
HELLO
[0]
#### echo hello123 | tr -d '[:digit:]'
hello
[0]
#### echo hello | tr lo xy
hexxy
[0]
#### echo hello | tr abcdefghijkl z
zzzzo
[0]
#### tr a; echo $?
0
[0]
#### echo x | tr a b c; echo $?
x
0
[0]
#### printf 'a\nb\nc\n' | head -n 2
a
b
[0]
#### printf 'a\nb\nc\n' | head -n -1
a
b
[0]
#### printf 'a\nb\nc\n' | head -1
a
[0]
#### printf 'abc' | head -c 2; echo
ab
[0]
#### printf 'a\nb\nc\n' | tail -n 2
b
c
[0]
#### printf 'a\nb\nc\n' | tail -n +2
b
c
[0]
#### printf 'a\nb\nc\n' | tail -1
c
[0]
#### printf 'a\nb\nc\n' | tail +2; echo $?
b
c
0
[0]
#### printf 'abcdef' | tail -c 3; echo
def
[0]
#### head nofile; echo $?
head: nofile: No such file or directory
1
[0]
#### tail nofile; echo $?
tail: can't open 'nofile': No such file or directory
tail: no files
1
[0]
#### echo a > x; echo b > y; head x y
==> x <==
a

==> y <==
b
[0]
#### echo a > x; echo b > y; tail x y nofile; echo $?
tail: can't open 'nofile': No such file or directory
==> x <==
a

==> y <==
b
1
[0]
#### echo a > x; echo b > y; head -q -n1 x y; tail -q -n1 x y
a
b
a
b
[0]
#### echo a > x; head -v x; tail -v x
==> x <==
a
==> x <==
a
[0]
#### head -n x f; echo $?
head: invalid number 'x'
1
[0]
#### tail -n x f; echo $?
tail: invalid number 'x'
1
[0]
#### printf 'a b\nc\n' | wc
        2         3         6
[0]
#### printf 'a b\nc\n' | wc -l
2
[0]
#### printf 'a b\nc\n' | wc -w -c
        3         6
[0]
#### printf 'a b\nc\n' > f; wc f; wc -l f; wc -lw f f
        2         3         6 f
2 f
        2         3 f
        2         3 f
        4         6 total
[0]
#### wc nofile; echo $?
wc: nofile: No such file or directory
1
[0]
#### printf 'héllo\n' | wc -m -c
        7         7
[0]
#### printf 'abc\nabcdef\n' | wc -L
6
[0]
#### printf 'a\na\nb\na\n' | uniq
a
b
a
[0]
#### printf 'a\na\nb\na\n' | uniq -c
      2 a
      1 b
      1 a
[0]
#### printf 'a\na\nb\na\n' | uniq -u
b
a
[0]
#### printf 'A\na\nb\n' | uniq -i
A
b
[0]
#### printf '1 a\n2 a\n3 b\n' | uniq -f 1
1 a
3 b
[0]
#### uniq nofile; echo $?
uniq: can't open 'nofile': No such file or directory
1
[0]
#### printf 'a\nb\nc\n' | paste -sd,
a,b,c
[0]
#### printf 'a\nb\n' > x; printf '1\n2\n3\n' > y; paste x y; paste -d: x y; paste -s x y
a	1
b	2
3
a:1
b:2
3
a	b
1	2	3
[0]
#### printf 'a\nb\nc\nd\n' | paste - -
a	b
c	d
[0]
#### printf 'abc def ghi\n' | fold -w 5
abc d
ef gh
i
[0]
#### printf 'abc def ghi\n' | fold -s -w 5
abc 
def 
ghi
[0]
#### printf 'a\nb\n\nc\n' | nl
     1	a
     2	b
       
     3	c
[0]
#### printf 'a\nb\n\nc\n' | nl -ba
     1	a
     2	b
     3	
     4	c
[0]
#### printf 'a\nb\n' | nl -w2 -s': '
 1: a
 2: b
[0]
#### printf 'a\nb\nc\n' | tac
c
b
a
[0]
#### echo hello | rev
olleh
[0]
#### seq 5 | shuf -n 0; seq 1 5 | paste -sd+
1+2+3+4+5
[0]
#### seq 1 0.5 3
1.0
1.5
2.0
2.5
3.0
[0]
#### seq -w 8 11
08
09
10
11
[0]
#### seq -s' ' 3
1 2 3
[0]
#### seq 5 1
[0]
#### seq 5 -2 1
5
3
1
[0]
#### seq 1 0 3 2>&1 | head -n 2; echo $?
1
1
0
[0]
#### printf '1 a\n2 b\n' > x; printf '1 c\n3 d\n' > y; join x y
sh: join: not found
[127]
#### printf 'a\tb\n' | expand
a       b
[0]
#### printf 'a\tb\n' | expand -t 4
a   b
[0]
#### printf 'hello\n' | od -c
0000000   h   e   l   l   o  \n
0000006
[0]
#### printf 'hello\n' | od -An -tx1
 68 65 6c 6c 6f 0a
[0]
#### printf 'hello\n' | hexdump -C
00000000  68 65 6c 6c 6f 0a                                 |hello.|
00000006
[0]
#### printf 'hello\n' | xxd
00000000: 6865 6c6c 6f0a                           hello.
[0]
#### printf 'hello\n' | xxd -p
68656c6c6f0a
[0]
#### printf 'hello' | od -x
0000000 6568 6c6c 006f
0000005
[0]
#### printf '68656c6c6f0a' | xxd -r -p
hello
[0]
#### echo hello | md5sum
b1946ac92492d2347c6235b4d2611184  -
[0]
#### echo hello | sha256sum
5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  -
[0]
#### echo hello > f; sha256sum f > s; sha256sum -c s
f: OK
[0]
#### echo hello > f; md5sum f nofile; echo $?
b1946ac92492d2347c6235b4d2611184  f
md5sum: can't open 'nofile': No such file or directory
1
[0]
#### echo hello | base64
aGVsbG8K
[0]
#### echo aGVsbG8K | base64 -d
hello
[0]
#### echo 'a!b' | base64 -d; echo $?
base64: truncated input
1
[0]
#### head -c 60 /dev/zero | base64
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAA
[0]
#### head -c 60 /dev/zero | base64 -w 0; echo
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
[0]
#### echo a b c | xargs
a b c
[0]
#### echo a b c | xargs -n1 echo x
x a
x b
x c
[0]
#### echo a b c | xargs -n 2
a b
c
[0]
#### printf 'a b\nc\n' | xargs -I{} echo "<{}>"
<a b>
<c>
[0]
#### printf 'a\0b\0' | xargs -0 -n1 echo
a
b
[0]
#### echo | xargs echo hi
hi
[0]
#### echo | xargs -r echo hi
[0]
#### printf 'a\nb\n' | xargs -t echo
echo a b
a b
[0]
#### echo a | xargs nosuch; echo $?
xargs: nosuch: No such file or directory
127
[0]
#### echo a | xargs false; echo $?
123
[0]
#### printf '1\n2\n' | xargs -n1 sh -c 'exit 255'; echo $?
xargs: sh: exited with status 255; aborting
124
[0]
#### printf '1\n2\n' | xargs -P2 -n1 echo | sort
1
2
[0]
#### echo "'a b' c" | xargs -n1
a b
c
[0]
#### echo "a'b" | xargs; echo $?
xargs: unmatched single quote
1
[0]
#### tee a b < /dev/null; ls
a
b
[0]
#### echo x | tee -a f | tee -a f > /dev/null; cat f
x
x
[0]
#### echo x | tee /none/f; echo $?
tee: /none/f: No such file or directory
x
1
[0]
#### rev nofile; echo $?
rev: nofile: No such file or directory
1
[0]
#### tac nofile; echo $?
tac: nofile: No such file or directory
1
[0]
#### nl nofile; echo $?
nl: nofile: No such file or directory
1
[0]
#### paste nofile; echo $?
paste: nofile: No such file or directory
1
[0]
#### diff nofile nofile2; echo $?
diff: can't stat 'nofile': No such file or directory
2
[0]
#### printf 'a\nb\nc\n' > x; printf 'a\nB\nc\n' > y; diff x y; echo $?
--- x
+++ y
@@ -1,3 +1,3 @@
 a
-b
+B
 c
1
[0]
#### printf 'a\nb\nc\n' > x; cp x y; echo d >> y; diff x y; diff -q x y; diff x x; echo $?
--- x
+++ y
@@ -1,3 +1,4 @@
 a
 b
 c
+d
Files x and y differ
0
[0]
#### printf 'a\nb\nc\n' > x; printf 'a\nB\nc\n' > y; diff -u x y | tail -n +3
@@ -1,3 +1,3 @@
 a
-b
+B
 c
[0]
#### printf 'a\nb\nc\n' > x; printf 'a\nB\nc\n' > y; cmp x y; cmp -s x y; echo $?
x y differ: char 3, line 2
1
[0]
#### mkdir d e; echo 1 > d/f; echo 2 > e/f; echo 3 > d/g; diff -r d e; diff -rq d e
--- d/f
+++ e/f
@@ -1 +1 @@
-1
+2
Only in d: g
Files d/f and e/f differ
Only in d: g
[1]
