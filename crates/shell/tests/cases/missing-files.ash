#### rev nofile 2>&1 < /dev/null | head -n 3; echo
rev: nofile: No such file or directory

[0]
#### tac nofile 2>&1 < /dev/null | head -n 3; echo
tac: nofile: No such file or directory

[0]
#### nl nofile 2>&1 < /dev/null | head -n 3; echo
nl: nofile: No such file or directory

[0]
#### paste nofile 2>&1 < /dev/null | head -n 3; echo
paste: nofile: No such file or directory

[0]
#### fold nofile 2>&1 < /dev/null | head -n 3; echo
fold: nofile: No such file or directory

[0]
#### expand nofile 2>&1 < /dev/null | head -n 3; echo
expand: nofile: No such file or directory

[0]
#### hexdump nofile 2>&1 < /dev/null | head -n 3; echo
hexdump: nofile: No such file or directory

[0]
#### xxd nofile 2>&1 < /dev/null | head -n 3; echo
xxd: nofile: No such file or directory

[0]
#### base64 nofile 2>&1 < /dev/null | head -n 3; echo
base64: nofile: No such file or directory

[0]
#### md5sum nofile 2>&1 < /dev/null | head -n 3; echo
md5sum: can't open 'nofile': No such file or directory

[0]
#### sha256sum nofile 2>&1 < /dev/null | head -n 3; echo
sha256sum: can't open 'nofile': No such file or directory

[0]
#### sha512sum nofile 2>&1 < /dev/null | head -n 3; echo
sha512sum: can't open 'nofile': No such file or directory

[0]
#### sum nofile 2>&1 < /dev/null | head -n 3; echo
sh: sum: not found

[0]
#### join - nofile 2>&1 < /dev/null | head -n 3; echo
sh: join: not found

[0]
#### shuf nofile 2>&1 < /dev/null | head -n 3; echo
shuf: nofile: No such file or directory

[0]
#### cmp - nofile 2>&1 < /dev/null | head -n 3; echo
cmp: nofile: No such file or directory

[0]
#### diff - nofile 2>&1 < /dev/null | head -n 3; echo
diff: can't stat 'nofile': No such file or directory

[0]
#### gzip nofile 2>&1 < /dev/null | head -n 3; echo
gzip: nofile: No such file or directory

[0]
#### gunzip nofile 2>&1 < /dev/null | head -n 3; echo
gunzip: nofile: No such file or directory

[0]
#### zcat nofile 2>&1 < /dev/null | head -n 3; echo
zcat: nofile: No such file or directory

[0]
#### more nofile 2>&1 < /dev/null | head -n 3; echo
more: can't open 'nofile': No such file or directory

[0]
#### less nofile 2>&1 < /dev/null | head -n 3; echo
less: can't open 'nofile': No such file or directory

[0]
#### sed p nofile 2>&1 < /dev/null | head -n 3; echo
sed: nofile: No such file or directory

[0]
#### awk 1 nofile 2>&1 < /dev/null | head -n 3; echo
awk: nofile: No such file or directory

[0]
#### grep x nofile 2>&1 < /dev/null | head -n 3; echo
grep: nofile: No such file or directory

[0]
#### sort nofile 2>&1 < /dev/null | head -n 3; echo
sort: nofile: No such file or directory

[0]
#### uniq nofile 2>&1 < /dev/null | head -n 3; echo
uniq: can't open 'nofile': No such file or directory

[0]
#### cut -f1 nofile 2>&1 < /dev/null | head -n 3; echo
cut: nofile: No such file or directory

[0]
#### tr nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### head nofile 2>&1 < /dev/null | head -n 3; echo
head: nofile: No such file or directory

[0]
#### tail nofile 2>&1 < /dev/null | head -n 3; echo
tail: can't open 'nofile': No such file or directory
tail: no files

[0]
#### wc nofile 2>&1 < /dev/null | head -n 3; echo
wc: nofile: No such file or directory

[0]
#### cat nofile 2>&1 < /dev/null | head -n 3; echo
cat: can't open 'nofile': No such file or directory

[0]
#### tee nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### du nofile 2>&1 < /dev/null | head -n 3; echo
du: nofile: No such file or directory

[0]
#### stat nofile 2>&1 < /dev/null | head -n 3; echo
stat: can't stat 'nofile': No such file or directory

[0]
#### ls nofile 2>&1 < /dev/null | head -n 3; echo
ls: nofile: No such file or directory

[0]
#### readlink nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### realpath nofile 2>&1 < /dev/null | head -n 3; echo
realpath: nofile: No such file or directory

[0]
#### chmod 644 nofile 2>&1 < /dev/null | head -n 3; echo
chmod: nofile: No such file or directory

[0]
#### chown root nofile 2>&1 < /dev/null | head -n 3; echo
chown: nofile: No such file or directory

[0]
#### chgrp root nofile 2>&1 < /dev/null | head -n 3; echo
chgrp: nofile: No such file or directory

[0]
#### touch -c nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### rmdir nofile 2>&1 < /dev/null | head -n 3; echo
rmdir: 'nofile': No such file or directory

[0]
#### rm nofile 2>&1 < /dev/null | head -n 3; echo
rm: can't remove 'nofile': No such file or directory

[0]
#### mv x nofile 2>&1 < /dev/null | head -n 3; echo
mv: can't rename 'x': No such file or directory

[0]
#### cp x nofile 2>&1 < /dev/null | head -n 3; echo
cp: can't stat 'x': No such file or directory

[0]
#### ln -s x nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### tar tf nofile 2>&1 < /dev/null | head -n 3; echo
tar: can't open 'nofile': No such file or directory

[0]
#### ln x nofile 2>&1 < /dev/null | head -n 3; echo
ln: x: No such file or directory

[0]
#### ln nofile 2>&1 < /dev/null | head -n 3; echo
ln: nofile: No such file or directory

[0]
#### link a nofile 2>&1 < /dev/null | head -n 3; echo
link: can't create hardlink 'nofile' to 'a': No such file or directory

[0]
#### source nofile 2>&1 < /dev/null | head -n 3; echo
sh: source: line 0: nofile: not found

[0]
#### . nofile 2>&1 < /dev/null | head -n 3; echo
sh: .: line 0: nofile: not found

[0]
#### sh nofile 2>&1 < /dev/null | head -n 3; echo
sh: can't open 'nofile': No such file or directory

[0]
#### bash nofile 2>&1 < /dev/null | head -n 3; echo
sh: bash: not found

[0]
#### date -r nofile 2>&1 < /dev/null | head -n 3; echo
date: can't stat 'nofile': No such file or directory

[0]
#### mktemp nofile 2>&1 < /dev/null | head -n 3; echo
mktemp: (null): Invalid argument

[0]
#### find nofile 2>&1 < /dev/null | head -n 3; echo
find: nofile: No such file or directory

[0]
#### xargs -a nofile 2>&1 < /dev/null | head -n 3; echo
xargs: can't open 'nofile': No such file or directory

[0]
#### csplit nofile 2>&1 < /dev/null | head -n 3; echo
sh: csplit: not found

[0]
#### pr nofile 2>&1 < /dev/null | head -n 3; echo
sh: pr: not found

[0]
#### column nofile 2>&1 < /dev/null | head -n 3; echo
sh: column: not found

[0]
#### env nofile 2>&1 < /dev/null | head -n 3; echo
env: can't execute 'nofile': No such file or directory

[0]
#### timeout 1 nofile 2>&1 < /dev/null | head -n 3; echo
timeout: can't execute 'nofile': No such file or directory

[0]
#### which nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### id nofile 2>&1 < /dev/null | head -n 3; echo
id: unknown user nofile

[0]
#### groups nofile 2>&1 < /dev/null | head -n 3; echo
groups: unknown user nofile

[0]
#### getent passwd nofile 2>&1 < /dev/null | head -n 3; echo
sh: getent: not found

[0]
#### kill nofile 2>&1 < /dev/null | head -n 3; echo
sh: invalid number 'nofile'

[0]
#### sed -f nofile 2>&1 < /dev/null | head -n 3; echo
sed: nofile: No such file or directory

[0]
#### awk -f nofile 2>&1 < /dev/null | head -n 3; echo
awk: can't open 'nofile': No such file or directory

[0]
#### sort -o x nofile 2>&1 < /dev/null | head -n 3; echo
sort: nofile: No such file or directory

[0]
#### tail -n1 nofile 2>&1 < /dev/null | head -n 3; echo
tail: can't open 'nofile': No such file or directory
tail: no files

[0]
#### head -c1 nofile 2>&1 < /dev/null | head -n 3; echo
head: nofile: No such file or directory

[0]
#### wc -l nofile 2>&1 < /dev/null | head -n 3; echo
wc: nofile: No such file or directory

[0]
#### base64 -d nofile 2>&1 < /dev/null | head -n 3; echo
base64: nofile: No such file or directory

[0]
#### sum nofile 2>&1 < /dev/null | head -n 3; echo (2)
sh: sum: not found

[0]
#### yes --nosuch nofile 2>&1 < /dev/null | head -n 3; echo
--nosuch nofile
--nosuch nofile
--nosuch nofile

[0]
#### fold -w x nofile 2>&1 < /dev/null | head -n 3; echo
fold: invalid number 'x'

[0]
#### nl -w x nofile 2>&1 < /dev/null | head -n 3; echo
nl: invalid number 'x'

[0]
#### head -c x nofile 2>&1 < /dev/null | head -n 3; echo
head: invalid number 'x'

[0]
#### tail -c x nofile 2>&1 < /dev/null | head -n 3; echo
tail: invalid number 'x'

[0]
#### cut -c x nofile 2>&1 < /dev/null | head -n 3; echo
cut: invalid number 'x'

[0]
#### sort -k x nofile 2>&1 < /dev/null | head -n 3; echo
sort: bad field specification

[0]
#### sort -t xx nofile 2>&1 < /dev/null | head -n 3; echo
sort: bad -t parameter

[0]
#### uniq -f x nofile 2>&1 < /dev/null | head -n 3; echo
uniq: invalid number 'x'

[0]
#### xargs -n x nofile 2>&1 < /dev/null | head -n 3; echo
xargs: invalid number 'x'

[0]
#### xargs -n 0 nofile 2>&1 < /dev/null | head -n 3; echo
xargs: number 0 is not in 1..2147483647 range

[0]
#### timeout -s FOO 1 nofile 2>&1 < /dev/null | head -n 3; echo
timeout: unknown signal 'FOO'

[0]
#### touch -t x nofile 2>&1 < /dev/null | head -n 3; echo
touch: invalid date 'x'

[0]
#### chmod u+q nofile 2>&1 < /dev/null | head -n 3; echo
chmod: nofile: No such file or directory

[0]
#### mkdir -m z nofile 2>&1 < /dev/null | head -n 3; echo
mkdir: invalid mode 'z'

[0]
#### du -x nofile 2>&1 < /dev/null | head -n 3; echo
du: nofile: No such file or directory

[0]
#### dd count=x nofile 2>&1 < /dev/null | head -n 3; echo
dd: invalid number 'x'

[0]
#### truncate -s x nofile 2>&1 < /dev/null | head -n 3; echo
truncate: invalid number 'x'

[0]
#### base64 -w x nofile 2>&1 < /dev/null | head -n 3; echo
base64: invalid number 'x'

[0]
#### expr nofile 2>&1 < /dev/null | head -n 3; echo
nofile

[0]
#### join -1 x nofile 2>&1 < /dev/null | head -n 3; echo
sh: join: not found

[0]
#### paste -d nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### tr -d nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### find . -maxdepth nofile 2>&1 < /dev/null | head -n 3; echo
find: invalid number 'nofile'

[0]
#### find . -size nofile 2>&1 < /dev/null | head -n 3; echo
find: invalid number 'nofile'

[0]
#### find . -mtime nofile 2>&1 < /dev/null | head -n 3; echo
find: invalid number 'nofile'

[0]
#### find . -exec nofile 2>&1 < /dev/null | head -n 3; echo
find: -exec requires an argument

[0]
#### find . -newer nofile 2>&1 < /dev/null | head -n 3; echo
find: can't stat 'nofile': No such file or directory

[0]
#### stat -c %q nofile 2>&1 < /dev/null | head -n 3; echo
stat: can't stat 'nofile': No such file or directory

[0]
#### date -d nofile 2>&1 < /dev/null | head -n 3; echo
date: invalid date 'nofile'

[0]
