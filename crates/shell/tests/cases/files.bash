#### touch a b; ls; ls -1; ls -a
a
b
a
b
.
..
a
b
[0]
#### ls nofile; echo $?
ls: cannot access 'nofile': No such file or directory
2
[0]
#### ls nofile /none; echo $?
ls: cannot access 'nofile': No such file or directory
ls: cannot access '/none': No such file or directory
2
[0]
#### touch b a c; ls -r
c
b
a
[0]
#### mkdir d; touch d/x; ls d; ls -d d; ls d nofile; echo $?
x
d
ls: cannot access 'nofile': No such file or directory
d:
x
2
[0]
#### mkdir a; mkdir a; echo $?
mkdir: cannot create directory 'a': File exists
1
[0]
#### mkdir a/b/c; echo $?
mkdir: cannot create directory 'a/b/c': No such file or directory
1
[0]
#### mkdir; echo $?
mkdir: missing operand
Try 'mkdir --help' for more information.
1
[0]
#### mkdir -m 700 d; stat -c %a d
700
[0]
#### mkdir -pv a/b
mkdir: created directory 'a'
mkdir: created directory 'a/b'
[0]
#### rmdir nofile; echo $?
rmdir: failed to remove 'nofile': No such file or directory
1
[0]
#### mkdir d; touch d/x; rmdir d; echo $?
rmdir: failed to remove 'd': Directory not empty
1
[0]
#### mkdir d; rm d; echo $?
rm: cannot remove 'd': Is a directory
1
[0]
#### mkdir d; touch d/x; rm -r d; ls
[0]
#### rm nofile; echo $?
rm: cannot remove 'nofile': No such file or directory
1
[0]
#### rm -f nofile; echo $?
0
[0]
#### rm; echo $?
rm: missing operand
Try 'rm --help' for more information.
1
[0]
#### rm -f; echo $?
0
[0]
#### touch a; rm -v a
removed 'a'
[0]
#### mkdir -p d/e; rm -rv d
removed directory 'd/e'
removed directory 'd'
[0]
#### touch a; rm -i a < /dev/null; ls
rm: remove regular empty file 'a'? a
[0]
#### rm -rf . ; echo $?
rm: refusing to remove '.' or '..' directory: skipping '.'
1
[0]
#### rm -rf .. ; echo $?
rm: refusing to remove '.' or '..' directory: skipping '..'
1
[0]
#### echo hi > a; cp a b; cat b
hi
[0]
#### cp nofile b; echo $?
cp: cannot stat 'nofile': No such file or directory
1
[0]
#### echo a > a; cp a; echo $?
cp: missing destination file operand after 'a'
Try 'cp --help' for more information.
1
[0]
#### cp; echo $?
cp: missing file operand
Try 'cp --help' for more information.
1
[0]
#### mkdir d; cp d e; echo $?
cp: -r not specified; omitting directory 'd'
1
[0]
#### mkdir d; touch d/x; cp -r d e; find e | sort
e
e/x
[0]
#### touch a b; cp a b c; echo $?
cp: target 'c': No such file or directory
1
[0]
#### touch a; cp a nodir/; echo $?
cp: cannot create regular file 'nodir/': Not a directory
1
[0]
#### touch a; cp a a; echo $?
cp: 'a' and 'a' are the same file
1
[0]
#### touch a; cp -v a b
'a' -> 'b'
[0]
#### mkdir d; touch a b; cp a b d; ls d
a
b
[0]
#### echo 1 > a; echo 2 > b; cp -n a b; cat b
2
[0]
#### echo 1 > a; mkdir -p d; cp a d/; cp -t d a 2>&1 | head -n 1; ls d
a
[0]
#### touch a; mv a b; ls
b
[0]
#### mv nofile b; echo $?
mv: cannot stat 'nofile': No such file or directory
1
[0]
#### mv; echo $?
mv: missing file operand
Try 'mv --help' for more information.
1
[0]
#### mv a; echo $?
mv: missing destination file operand after 'a'
Try 'mv --help' for more information.
1
[0]
#### touch a b; mv a b c; echo $?
mv: target 'c': No such file or directory
1
[0]
#### mkdir d; touch a; mv a d; ls d
a
[0]
#### mkdir d e; mv d e; ls e
d
[0]
#### touch a; mv -v a b
renamed 'a' -> 'b'
[0]
#### touch a; mv a a; echo $?
mv: 'a' and 'a' are the same file
1
[0]
#### touch a; mv a nodir/b; echo $?
mv: cannot move 'a' to 'nodir/b': No such file or directory
1
[0]
#### mkdir d; mv d d/e; echo $?
mv: cannot move 'd' to a subdirectory of itself, 'd/e'
1
[0]
#### touch a; ln -s a l; readlink l; ls -l l | cut -d' ' -f1
a
lrwxrwxrwx
[0]
#### ln -s nofile l; cat l; echo $?
cat: l: No such file or directory
1
[0]
#### touch a; ln a b; stat -c %h a
2
[0]
#### ln nofile b; echo $?
ln: failed to access 'nofile': No such file or directory
1
[0]
#### touch a b; ln -s a b; echo $?
ln: failed to create symbolic link 'b': File exists
1
[0]
#### touch a b; ln -sf a b; readlink b
a
[0]
#### ln; echo $?
ln: missing file operand
Try 'ln --help' for more information.
1
[0]
#### ln -sv x y
'y' -> 'x'
[0]
#### touch f; chmod 755 f; stat -c '%a %A' f
755 -rwxr-xr-x
[0]
#### touch f; chmod u+x,go-r f; stat -c %a f
700
[0]
#### touch f; chmod a=r f; stat -c %A f
-r--r--r--
[0]
#### touch f; chmod +x f; ls -l f | cut -c1-10
-rwxr-xr-x
[0]
#### touch f; chmod 999 f; echo $?
chmod: invalid mode: '999'
Try 'chmod --help' for more information.
1
[0]
#### touch f; chmod zz f; echo $?
chmod: invalid mode: 'zz'
Try 'chmod --help' for more information.
1
[0]
#### chmod 644 nofile; echo $?
chmod: cannot access 'nofile': No such file or directory
1
[0]
#### chmod; echo $?
chmod: missing operand
Try 'chmod --help' for more information.
1
[0]
#### chmod 644; echo $?
chmod: missing operand after '644'
Try 'chmod --help' for more information.
1
[0]
#### mkdir d; touch d/f; chmod -R 700 d; stat -c '%n %a' d d/f
d 700
d/f 700
[0]
#### touch f; chmod -v 600 f
mode of 'f' changed from 0644 (rw-r--r--) to 0600 (rw-------)
[0]
#### touch f; chmod 4755 f; ls -l f | cut -c1-10; mkdir d; chmod 1777 d; ls -ld d | cut -c1-10
-rwsr-xr-x
drwxrwxrwt
[0]
#### touch f; chown root f; echo $?
chown: changing ownership of 'f': Operation not permitted
1
[0]
#### touch f; chown nosuchuser f; echo $?
chown: invalid user: 'nosuchuser'
1
[0]
#### chown root nofile; echo $?
chown: cannot access 'nofile': No such file or directory
1
[0]
#### chown; echo $?
chown: missing operand
Try 'chown --help' for more information.
1
[0]
#### touch f; chgrp nosuchgroup f; echo $?
chgrp: invalid group: 'nosuchgroup'
1
[0]
#### echo x > f; chmod 000 f; cat f; echo $?
cat: f: Permission denied
1
[0]
#### echo x > f; chmod 444 f; echo y > f; echo $?
bash: line 1: f: Permission denied
1
[0]
#### mkdir d; chmod 000 d; ls d; echo $?; chmod 755 d
ls: cannot open directory 'd': Permission denied
2
[0]
#### mkdir d; chmod 555 d; touch d/x; echo $?; mkdir d/y; echo $?
touch: cannot touch 'd/x': Permission denied
1
mkdir: cannot create directory 'd/y': Permission denied
1
[0]
#### touch /x; echo $?
touch: cannot touch '/x': Permission denied
1
[0]
#### mkdir /x; echo $?
mkdir: cannot create directory '/x': Permission denied
1
[0]
#### echo x > /x; echo $?
bash: line 1: /x: Permission denied
1
[0]
#### cp /etc/passwd /etc/x; echo $?
cp: cannot create regular file '/etc/x': Permission denied
1
[0]
#### ln -s a /x; echo $?
ln: failed to create symbolic link '/x': Permission denied
1
[0]
#### cat nofile; echo $?
cat: nofile: No such file or directory
1
[0]
#### cat /etc; echo $?
cat: /etc: Is a directory
1
[0]
#### printf 'a\nb\n' | cat -n
     1	a
     2	b
[0]
#### printf 'a\n\n\nb\n' | cat -s
a

b
[0]
#### printf 'a\tb\n' | cat -A
a^Ib$
[0]
#### printf 'a\n\nb\n' | cat -b
     1	a

     2	b
[0]
#### echo a > a; echo b > b; cat a - b < /dev/null
a
b
[0]
#### cat -z; echo $?
cat: invalid option -- 'z'
Try 'cat --help' for more information.
1
[0]
#### touch a; stat -c '%n %s %F' a
a 0 regular empty file
[0]
#### mkdir d; stat -c '%F' d; ln -s d l; stat -c '%F %N' l
directory
symbolic link 'l' -> 'd'
[0]
#### stat nofile; echo $?
stat: cannot statx 'nofile': No such file or directory
1
[0]
#### stat; echo $?
stat: missing operand
Try 'stat --help' for more information.
1
[0]
#### printf hello > f; stat -c '%s %a %U %G %h' f
5 644 nobody nogroup 1
[0]
#### touch -d '2024-01-15 10:30:00' f; date -r f '+%Y-%m-%d %H:%M'
2024-01-15 10:30
[0]
#### touch -d '2024-01-15' f; stat -c %y f | cut -c1-19
2024-01-15 00:00:00
[0]
#### touch -t 202401151030 f; date -r f +%F
2024-01-15
[0]
#### touch nodir/f; echo $?
touch: cannot touch 'nodir/f': No such file or directory
1
[0]
#### touch; echo $?
touch: missing file operand
Try 'touch --help' for more information.
1
[0]
#### touch -d garbage f; echo $?
touch: invalid date format 'garbage'
1
[0]
#### touch -c nofile; ls
[0]
#### touch a; sleep 0.01; touch b; [ b -nt a ] && echo newer
newer
[0]
#### readlink nofile; echo $?
1
[0]
#### ln -s a b; ln -s b c; touch a; readlink -f c | sed 's|.*/||'
a
[0]
#### readlink -f nofile | sed 's|.*/||'
nofile
[0]
#### realpath nofile; echo $?
/work/nofile
0
[0]
#### realpath /none/x; echo $?
realpath: /none/x: No such file or directory
1
[0]
#### mkdir a; cd a; realpath .. | sed 's|.*/||' > /dev/null; echo $?
0
[0]
#### basename /a/b/c; basename c.txt .txt; basename /; basename a/; dirname /a/b; dirname a; dirname /; dirname /a
c
c
/
a
/a
.
/
/
[0]
#### basename; echo $?
basename: missing operand
Try 'basename --help' for more information.
1
[0]
#### dirname; echo $?
dirname: missing operand
Try 'dirname --help' for more information.
1
[0]
#### basename -s .txt a.txt b.txt
a
b
[0]
#### basename -a x/y z/w
y
w
[0]
#### pwd | grep -c /; cd /; pwd
1
/
[0]
#### cd nodir; echo $?
bash: line 1: cd: nodir: No such file or directory
1
[0]
#### touch f; cd f; echo $?
bash: line 1: cd: f: Not a directory
1
[0]
#### find . -name '*.txt'
[0]
#### touch a.txt b.md; find . -name '*.txt'
./a.txt
[0]
#### mkdir d; touch d/a; find . -type f; find . -type d | sort
./d/a
.
./d
[0]
#### mkdir -p a/b; touch a/b/c; find . -maxdepth 1 | sort
.
./a
[0]
#### mkdir -p a/b; touch a/b/c; find a -mindepth 1 | sort
a/b
a/b/c
[0]
#### touch a b; find . -type f -exec echo {} \; | sort
./a
./b
[0]
#### touch a b; find . -type f -exec echo {} + | wc -w
2
[0]
#### touch a b; find . -name a -delete; ls
b
[0]
#### touch a b; find . -name a -o -name b | sort
./a
./b
[0]
#### touch a b; find . ! -name a -type f
./b
[0]
#### touch a b; find . -type f -print0 | xargs -0 ls
./a
./b
[0]
#### echo hello > a; : > b; find . -empty -type f; find . -size -1 -type f; find . -size +0 -type f
./b
./b
./a
[0]
#### find nodir; echo $?
find: 'nodir': No such file or directory
1
[0]
#### find . -nosuch; echo $?
find: unknown predicate `-nosuch'
1
[0]
#### find . -name; echo $?
find: missing argument to `-name'
1
[0]
#### find . -exec echo; echo $?
find: missing argument to `-exec'
1
[0]
#### touch A; find . -iname a
./A
[0]
#### mkdir -p x/y; touch x/y/z; find . -path './x/*' | sort
./x/y
./x/y/z
[0]
#### mkdir -p .git src; touch .git/c src/d; find . -path ./.git -prune -o -type f -print
./src/d
[0]
#### touch a; find . -type f -printf '%f %s\n'
a 0
[0]
#### touch a; find . -newer a
[0]
#### find . -type x; echo $?
find: Unknown argument to -type: x
1
[0]
#### touch a; find . -perm 644 -type f; find . -perm -400 -type f
./a
./a
[0]
#### touch a; find . -type f -user nobody; find . -user nosuch; echo $?
./a
find: 'nosuch' is not the name of a known user
1
[0]
#### mkdir d; touch d/f; tar cf t.tar d; tar tf t.tar; tar tvf t.tar | cut -c1-10
d/
d/f
drwxr-xr-x
-rw-r--r--
[0]
#### mkdir d; echo hi > d/f; tar czf t.tgz d; mkdir x; tar xzf t.tgz -C x; cat x/d/f
hi
[0]
#### mkdir d; echo hi > d/f; tar cvf t.tar d; tar xvf t.tar
d/
d/f
d/
d/f
[0]
#### tar; echo $?
tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options
Try 'tar --help' or 'tar --usage' for more information.
2
[0]
#### tar xf nofile.tar; echo $?
tar: nofile.tar: Cannot open: No such file or directory
tar: Error is not recoverable: exiting now
2
[0]
#### tar cf t.tar nofile; echo $?
tar: nofile: Cannot stat: No such file or directory
tar: Exiting with failure status due to previous errors
2
[0]
#### tar cf t.tar; echo $?
tar: Cowardly refusing to create an empty archive
Try 'tar --help' or 'tar --usage' for more information.
2
[0]
#### tar tf /dev/null; echo $?
tar: This does not look like a tar archive
tar: Exiting with failure status due to previous errors
2
[0]
#### echo notatar > t.tar; tar tf t.tar; echo $?
tar: This does not look like a tar archive
tar: Exiting with failure status due to previous errors
2
[0]
#### echo notgz > t.tgz; tar xzf t.tgz; echo $?

gzip: stdin: not in gzip format
tar: Child returned status 1
tar: Error is not recoverable: exiting now
2
[0]
#### echo hi > f; tar cf - f | tar tf -
f
[0]
#### echo hi > f; tar cf t.tar f; tar xf t.tar nosuch; echo $?
tar: nosuch: Not found in archive
tar: Exiting with failure status due to previous errors
2
[0]
#### mkdir d; touch d/a d/b; tar cf t.tar --exclude=d/b d; tar tf t.tar
d/
d/a
[0]
#### mkdir d; echo hi > d/f; tar cf t.tar -C d f; tar tf t.tar; tar xOf t.tar
f
hi
[0]
#### mkdir -p d/e; echo hi > d/e/f; tar cf t.tar d; mkdir o; tar xf t.tar -C o --strip-components=2; ls o
f
[0]
#### echo hi > f; gzip f; ls; gzip -d f.gz; cat f
f.gz
hi
[0]
#### echo hi | gzip | gunzip
hi
[0]
#### echo hi | gzip -c | zcat
hi
[0]
#### echo hi > f; gzip -k f; ls; gunzip f.gz < /dev/null; echo $?
f
f.gz
gzip: f already exists;	not overwritten
2
[0]
#### gzip nofile; echo $?
gzip: nofile: No such file or directory
1
[0]
#### gunzip nofile; echo $?
gzip: nofile.gz: No such file or directory
1
[0]
#### echo x > f; gunzip f; echo $?
gzip: f: unknown suffix -- ignored
2
[0]
#### echo x | gunzip; echo $?

gzip: stdin: not in gzip format
1
[0]
#### dd if=nofile; echo $?
dd: failed to open 'nofile': No such file or directory
1
[0]
#### printf 'hello' | dd bs=1 count=3 2>/dev/null; echo
hel
[0]
#### dd if=/dev/zero of=f bs=1024 count=2 2>/dev/null; wc -c < f
2048
[0]
#### dd if=/dev/zero of=f bs=1k count=2 2>&1 | head -n 2
2+0 records in
2+0 records out
[0]
#### dd foo=bar; echo $?
dd: unrecognized operand 'foo=bar'
Try 'dd --help' for more information.
1
[0]
#### dd bs=x; echo $?
dd: invalid number: 'x'
1
[0]
#### truncate -s 10 f; wc -c < f
10
[0]
#### truncate -s 1K f; wc -c < f; truncate -s +1 f; wc -c < f
1024
1025
[0]
#### truncate f; echo $?
truncate: you must specify either '--size' or '--reference'
Try 'truncate --help' for more information.
1
[0]
#### mktemp -u | cut -c1-8
/tmp/tmp
[0]
#### f=$(mktemp); echo $?; rm $f; d=$(mktemp -d); ls -ld $d | cut -c1-10; rmdir $d
0
drwx------
[0]
#### mktemp foo; echo $?
mktemp: too few X's in template 'foo'
1
[0]
#### mktemp fooXXXXXX | cut -c1-3
foo
[0]
#### mktemp /none/aXXXXXX; echo $?
mktemp: failed to create file via template '/none/aXXXXXX': No such file or directory
1
[0]
#### split -l 1 nofile; echo $?
split: cannot open 'nofile' for reading: No such file or directory
1
[0]
#### printf '1\n2\n3\n' > f; split -l 2 f; ls; cat xaa
f
xaa
xab
1
2
[0]
#### du nofile; echo $?
du: cannot access 'nofile': No such file or directory
1
[0]
#### echo hi > f; du -b f 2>/dev/null || echo nob
3	f
[0]
#### install nofile d; echo $?
install: cannot stat 'nofile': No such file or directory
1
[0]
#### echo hi > f; install -m 755 f g; stat -c %a g
755
[0]
#### install -d a/b; ls a
b
[0]
#### cmp nofile f; echo $?
cmp: nofile: No such file or directory
2
[0]
#### ls --nosuch 2>&1 | head -n 1
ls: unrecognized option '--nosuch'
[0]
#### ls -z 2>&1 | head -n 1; ls --color=never
ls: invalid option -- 'z'
[0]
#### printf 'a' > 'a b'; ls; ls -Q 2>/dev/null
a b
"a b"
[0]
#### touch -- -f; ls; rm -f -- -f; ls
-f
[0]
#### touch 'x y'; for f in *; do echo "[$f]"; done; rm 'x y'
[x y]
[0]
#### ls -l nofile | wc -l
ls: cannot access 'nofile': No such file or directory
0
[0]
#### touch a; ls -l a | awk '{print $1,$2,$3,$4,$5,$9}'
-rw-r--r-- 1 nobody nogroup 0 a
[0]
#### mkdir d; ls -ld d | awk '{print $1,$3,$4}'; ls -la d | head -n 1
drwxr-xr-x nobody nogroup
total 8
[0]
#### touch a .b; ls -A; ls -p; mkdir d; ls -F
.b
a
a
a
d/
[0]
#### printf 'abc' > a; ls -s a | wc -w; ls -S; ls -h
2
a
a
[0]
#### ln -s nofile broken; ls broken; [ -e broken ] || echo dangling; [ -L broken ] && echo link
broken
dangling
link
[0]
#### ln -s l1 l2; ln -s l2 l1; cat l1; echo $?
cat: l1: Too many levels of symbolic links
1
[0]
#### echo hi > f; cat f > f; wc -c < f
0
[0]
#### tail -f nofile; echo $?
tail: cannot open 'nofile' for reading: No such file or directory
tail: no files remaining
1
[0]
#### touch a; mv a b c/; echo $?
mv: target 'c/': No such file or directory
1
[0]
#### touch a; mv a c/; echo $?
mv: cannot move 'a' to 'c/': Not a directory
1
[0]
#### echo hi > a; ln a b; rm a; cat b
hi
[0]
#### id -u; id -un; id -gn; whoami
65534
nobody
nogroup
nobody
[0]
#### id; echo $?
uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)
0
[0]
#### groups
nogroup
[0]
#### id root; id -u root; id -nG root
uid=0(root) gid=0(root) groups=0(root)
0
root
[0]
#### who -z 2>&1 | head -n 1
who: invalid option -- 'z'
[0]
#### uname; uname -s; uname -o
Linux
Linux
GNU/Linux
[0]
#### hostname -x 2>&1 | head -n 1
hostname: invalid option -- 'x'
[0]
#### env -i A=1 env; env -i sh -c 'echo $A'
A=1

[0]
#### env A=1 sh -c 'echo $A'
1
[0]
#### env nosuch; echo $?
env: 'nosuch': No such file or directory
127
[0]
#### env -u HOME sh -c 'echo ${HOME-unset}'
unset
[0]
#### which nosuch; echo $?
1
[0]
#### command -v nosuch; echo $?
1
[0]
#### command -v cd; command -v ls; type cd
cd
/bin/ls
cd is a shell builtin
[0]
#### type nosuch; echo $?
bash: line 1: type: nosuch: not found
1
[0]
#### nproc | grep -c .
1
[0]
#### yes | head -n 3
y
y
y
[0]
#### yes a b | head -n 1
a b
[0]
#### sleep; echo $?
sleep: missing operand
Try 'sleep --help' for more information.
1
[0]
#### sleep abc; echo $?
sleep: invalid time interval 'abc'
Try 'sleep --help' for more information.
1
[0]
#### sleep 0.1; echo $?
0
[0]
#### timeout 1 sleep 5; echo $?
124
[0]
#### timeout 5 true; echo $?
0
[0]
#### timeout; echo $?
Try 'timeout --help' for more information.
125
[0]
#### timeout 1; echo $?
Try 'timeout --help' for more information.
125
[0]
#### timeout x true; echo $?
timeout: invalid time interval 'x'
Try 'timeout --help' for more information.
125
[0]
#### timeout 1 nosuch; echo $?
timeout: failed to run command 'nosuch': No such file or directory
127
[0]
#### nohup true 2>&1 < /dev/null | head -n 1
[0]
#### nice -n 5 true; echo $?
0
[0]
#### date -d '2024-03-15' +%A
Friday
[0]
#### date -d '2024-03-15 12:34:56' '+%H:%M:%S %p %j'
12:34:56 PM 075
[0]
#### date -u -d @1700000000 '+%Y-%m-%d %H:%M:%S'
2023-11-14 22:13:20
[0]
#### date -u -d '@0'
Thu Jan  1 00:00:00 UTC 1970
[0]
#### date -u -d @86400 +%s
86400
[0]
#### date -d 'garbage'; echo $?
date: invalid date 'garbage'
1
[0]
#### date -u -d '2024-01-31 +1 day' +%F 2>&1
2024-02-01
[0]
#### date -u -d 'yesterday' +%F > /dev/null 2>&1; echo $?
0
[0]
#### date -u -d '2024-01-15T10:30:00Z' +%s 2>&1
1705314600
[0]
#### date -u -d '2024-02-28 1 day' +%F 2>&1
2024-02-29
[0]
#### date -u -d '2024-01-15' -I 2>&1
2024-01-15
[0]
#### date -u -d '2024-01-15 10:20:30' -R 2>&1
Mon, 15 Jan 2024 10:20:30 +0000
[0]
#### date -u -d '2024-01-15 10:20:30' -Iseconds 2>&1
2024-01-15T10:20:30+00:00
[0]
#### date -x 2>&1 | head -n 1
date: invalid option -- 'x'
[0]
#### date '+%Y' '+%m' 2>&1 | head -n 1
date: extra operand '+%m'
[0]
#### date foo; echo $?
date: invalid date 'foo'
1
[0]
#### cal 2>&1 | head -c 0; echo

[0]
#### expr 1 + 2; expr 5 \* 3; expr 7 / 2; expr 7 % 3; expr 1 = 1; expr a = b; echo $?
3
15
3
1
1
0
1
[0]
#### expr length hello; expr substr hello 2 3; expr index hello l; expr match hello 'h.*l'; expr hello : 'h\(.*\)o'
5
ell
3
4
ell
[0]
#### expr; echo $?
expr: missing operand
Try 'expr --help' for more information.
2
[0]
#### expr 1 +; echo $?
expr: syntax error: missing argument after '+'
2
[0]
#### expr a + 1; echo $?
expr: non-integer argument
2
[0]
#### expr 5 / 0; echo $?
expr: division by zero
2
[0]
#### expr 1 2; echo $?
expr: syntax error: unexpected argument '2'
2
[0]
#### expr 3 \> 2; expr 3 \<= 2; expr 0 \| 5; expr 1 \& 0; echo $?
1
0
5
0
1
[0]
#### factor 12 97; factor x; echo $?
12: 2 2 3
97: 97
factor: 'x' is not a valid positive integer
1
[0]
#### test; echo $?
1
[0]
#### test 1 -eq; echo $?
bash: line 1: test: 1: unary operator expected
2
[0]
#### [ 1 -eq 1; echo $?
bash: line 1: [: missing `]'
2
[0]
#### [ a = a ] && echo eq; [ a != b ] && echo ne; [ 2 -lt 10 ] && echo lt; [ -n "" ] || echo empty
eq
ne
lt
empty
[0]
#### touch f; [ -f f ] && [ ! -d f ] && [ -r f ] && [ ! -x f ] && [ ! -s f ] && echo ok
ok
[0]
#### seq 3 | while read x; do echo "n=$x"; done
n=1
n=2
n=3
[0]
#### printf 'a:b\n' | tr ':' '\n' | while read -r l; do echo "<$l>"; done
<a>
<b>
[0]
#### tty; echo $?
not a tty
1
[0]
#### logname; echo $?
logname: no login name
1
[0]
#### sync; echo $?
0
[0]
#### link 2>&1 | head -n 1; unlink 2>&1 | head -n 1
link: missing operand
unlink: missing operand
[0]
#### mkfifo p; ls -l p | cut -c1; rm p
p
[0]
