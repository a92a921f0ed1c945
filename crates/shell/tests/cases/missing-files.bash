#### rev nofile 2>&1 < /dev/null | head -n 3; echo
rev: cannot open nofile: No such file or directory

[0]
#### tac nofile 2>&1 < /dev/null | head -n 3; echo
tac: failed to open 'nofile' for reading: No such file or directory

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
#### xxd nofile 2>&1 < /dev/null | head -n 3; echo
xxd: nofile: No such file or directory

[0]
#### base64 nofile 2>&1 < /dev/null | head -n 3; echo
base64: nofile: No such file or directory

[0]
#### md5sum nofile 2>&1 < /dev/null | head -n 3; echo
md5sum: nofile: No such file or directory

[0]
#### sha256sum nofile 2>&1 < /dev/null | head -n 3; echo
sha256sum: nofile: No such file or directory

[0]
#### sha512sum nofile 2>&1 < /dev/null | head -n 3; echo
sha512sum: nofile: No such file or directory

[0]
#### cksum nofile 2>&1 < /dev/null | head -n 3; echo
cksum: nofile: No such file or directory

[0]
#### comm nofile 2>&1 < /dev/null | head -n 3; echo
comm: missing operand after 'nofile'
Try 'comm --help' for more information.

[0]
#### comm -  nofile 2>&1 < /dev/null | head -n 3; echo
comm: nofile: No such file or directory

[0]
#### join - nofile 2>&1 < /dev/null | head -n 3; echo
join: nofile: No such file or directory

[0]
#### split nofile 2>&1 < /dev/null | head -n 3; echo
split: cannot open 'nofile' for reading: No such file or directory

[0]
#### shuf nofile 2>&1 < /dev/null | head -n 3; echo
shuf: nofile: No such file or directory

[0]
#### truncate nofile 2>&1 < /dev/null | head -n 3; echo
truncate: you must specify either '--size' or '--reference'
Try 'truncate --help' for more information.

[0]
#### cmp - nofile 2>&1 < /dev/null | head -n 3; echo
cmp: nofile: No such file or directory

[0]
#### diff - nofile 2>&1 < /dev/null | head -n 3; echo
diff: nofile: No such file or directory

[0]
#### gzip nofile 2>&1 < /dev/null | head -n 3; echo
gzip: nofile: No such file or directory

[0]
#### gunzip nofile 2>&1 < /dev/null | head -n 3; echo
gzip: nofile.gz: No such file or directory

[0]
#### zcat nofile 2>&1 < /dev/null | head -n 3; echo
gzip: nofile.gz: No such file or directory

[0]
#### strings nofile 2>&1 < /dev/null | head -n 3; echo
strings: 'nofile': No such file

[0]
#### factor nofile 2>&1 < /dev/null | head -n 3; echo
factor: 'nofile' is not a valid positive integer

[0]
#### more nofile 2>&1 < /dev/null | head -n 3; echo
more: cannot open nofile: No such file or directory

[0]
#### sed p nofile 2>&1 < /dev/null | head -n 3; echo
sed: can't read nofile: No such file or directory

[0]
#### awk 1 nofile 2>&1 < /dev/null | head -n 3; echo
awk: cannot open nofile (No such file or directory)

[0]
#### grep x nofile 2>&1 < /dev/null | head -n 3; echo
grep: nofile: No such file or directory

[0]
#### sort nofile 2>&1 < /dev/null | head -n 3; echo
sort: cannot read: nofile: No such file or directory

[0]
#### uniq nofile 2>&1 < /dev/null | head -n 3; echo
uniq: nofile: No such file or directory

[0]
#### cut -f1 nofile 2>&1 < /dev/null | head -n 3; echo
cut: nofile: No such file or directory

[0]
#### tr nofile 2>&1 < /dev/null | head -n 3; echo
tr: missing operand after 'nofile'
Two strings must be given when translating.
Try 'tr --help' for more information.

[0]
#### head nofile 2>&1 < /dev/null | head -n 3; echo
head: cannot open 'nofile' for reading: No such file or directory

[0]
#### tail nofile 2>&1 < /dev/null | head -n 3; echo
tail: cannot open 'nofile' for reading: No such file or directory

[0]
#### wc nofile 2>&1 < /dev/null | head -n 3; echo
wc: nofile: No such file or directory

[0]
#### cat nofile 2>&1 < /dev/null | head -n 3; echo
cat: nofile: No such file or directory

[0]
#### tee nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### dd if= nofile 2>&1 < /dev/null | head -n 3; echo
dd: unrecognized operand 'nofile'
Try 'dd --help' for more information.

[0]
#### du nofile 2>&1 < /dev/null | head -n 3; echo
du: cannot access 'nofile': No such file or directory

[0]
#### stat nofile 2>&1 < /dev/null | head -n 3; echo
stat: cannot statx 'nofile': No such file or directory

[0]
#### ls nofile 2>&1 < /dev/null | head -n 3; echo
ls: cannot access 'nofile': No such file or directory

[0]
#### readlink nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### realpath nofile 2>&1 < /dev/null | head -n 3; echo
/work/nofile

[0]
#### chmod 644 nofile 2>&1 < /dev/null | head -n 3; echo
chmod: cannot access 'nofile': No such file or directory

[0]
#### chown root nofile 2>&1 < /dev/null | head -n 3; echo
chown: cannot access 'nofile': No such file or directory

[0]
#### chgrp root nofile 2>&1 < /dev/null | head -n 3; echo
chgrp: cannot access 'nofile': No such file or directory

[0]
#### touch -c nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### rmdir nofile 2>&1 < /dev/null | head -n 3; echo
rmdir: failed to remove 'nofile': No such file or directory

[0]
#### rm nofile 2>&1 < /dev/null | head -n 3; echo
rm: cannot remove 'nofile': No such file or directory

[0]
#### mv x nofile 2>&1 < /dev/null | head -n 3; echo
mv: cannot stat 'x': No such file or directory

[0]
#### cp x nofile 2>&1 < /dev/null | head -n 3; echo
cp: cannot stat 'x': No such file or directory

[0]
#### ln -s x nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### tar tf nofile 2>&1 < /dev/null | head -n 3; echo
tar: nofile: Cannot open: No such file or directory
tar: Error is not recoverable: exiting now

[0]
#### ln x nofile 2>&1 < /dev/null | head -n 3; echo
ln: failed to access 'x': No such file or directory

[0]
#### ln nofile 2>&1 < /dev/null | head -n 3; echo
ln: failed to access 'nofile': No such file or directory

[0]
#### link a nofile 2>&1 < /dev/null | head -n 3; echo
link: cannot create link 'nofile' to 'a': No such file or directory

[0]
#### source nofile 2>&1 < /dev/null | head -n 3; echo
bash: line 1: nofile: No such file or directory

[0]
#### . nofile 2>&1 < /dev/null | head -n 3; echo
bash: line 1: nofile: No such file or directory

[0]
#### sh nofile 2>&1 < /dev/null | head -n 3; echo
sh: 0: cannot open nofile: No such file

[0]
#### bash nofile 2>&1 < /dev/null | head -n 3; echo
bash: nofile: No such file or directory

[0]
#### date -r nofile 2>&1 < /dev/null | head -n 3; echo
date: nofile: No such file or directory

[0]
#### mktemp nofile 2>&1 < /dev/null | head -n 3; echo
mktemp: too few X's in template 'nofile'

[0]
#### find nofile 2>&1 < /dev/null | head -n 3; echo
find: 'nofile': No such file or directory

[0]
#### xargs -a nofile 2>&1 < /dev/null | head -n 3; echo
xargs: Cannot open input file 'nofile': No such file or directory

[0]
#### install nofile 2>&1 < /dev/null | head -n 3; echo
install: missing destination file operand after 'nofile'
Try 'install --help' for more information.

[0]
#### split nofile 2>&1 < /dev/null | head -n 3; echo (2)
split: cannot open 'nofile' for reading: No such file or directory

[0]
#### env nofile 2>&1 < /dev/null | head -n 3; echo
env: 'nofile': No such file or directory

[0]
#### timeout 1 nofile 2>&1 < /dev/null | head -n 3; echo
timeout: failed to run command 'nofile': No such file or directory

[0]
#### nohup nofile 2>&1 < /dev/null | head -n 3; echo
nohup: failed to run command 'nofile': No such file or directory

[0]
#### nice nofile 2>&1 < /dev/null | head -n 3; echo
nice: 'nofile': No such file or directory

[0]
#### which nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### id nofile 2>&1 < /dev/null | head -n 3; echo
id: 'nofile': no such user

[0]
#### groups nofile 2>&1 < /dev/null | head -n 3; echo
groups: 'nofile': no such user

[0]
#### kill nofile 2>&1 < /dev/null | head -n 3; echo
bash: line 1: kill: nofile: arguments must be process or job IDs

[0]
#### pgrep nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### sha1sum -c nofile 2>&1 < /dev/null | head -n 3; echo
sha1sum: nofile: No such file or directory

[0]
#### md5sum -c nofile 2>&1 < /dev/null | head -n 3; echo
md5sum: nofile: No such file or directory

[0]
#### grep -f nofile 2>&1 < /dev/null | head -n 3; echo
grep: nofile: No such file or directory

[0]
#### sed -f nofile 2>&1 < /dev/null | head -n 3; echo
sed: couldn't open file nofile: No such file or directory

[0]
#### awk -f nofile 2>&1 < /dev/null | head -n 3; echo
awk: cannot open nofile (No such file or directory)

[0]
#### sort -o x nofile 2>&1 < /dev/null | head -n 3; echo
sort: cannot read: nofile: No such file or directory

[0]
#### tail -n1 nofile 2>&1 < /dev/null | head -n 3; echo
tail: cannot open 'nofile' for reading: No such file or directory

[0]
#### head -c1 nofile 2>&1 < /dev/null | head -n 3; echo
head: cannot open 'nofile' for reading: No such file or directory

[0]
#### wc -l nofile 2>&1 < /dev/null | head -n 3; echo
wc: nofile: No such file or directory

[0]
#### base64 -d nofile 2>&1 < /dev/null | head -n 3; echo
base64: nofile: No such file or directory

[0]
#### patch nofile 2>&1 < /dev/null | head -n 3; echo
bash: line 1: patch: command not found

[0]
#### printenv nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### seq nofile 2>&1 < /dev/null | head -n 3; echo
seq: invalid floating point argument: 'nofile'
Try 'seq --help' for more information.

[0]
#### fold -w x nofile 2>&1 < /dev/null | head -n 3; echo
fold: invalid number of columns: 'x'

[0]
#### nl -w x nofile 2>&1 < /dev/null | head -n 3; echo
nl: invalid line number field width: 'x'

[0]
#### head -c x nofile 2>&1 < /dev/null | head -n 3; echo
head: invalid number of bytes: 'x'

[0]
#### split -l x nofile 2>&1 < /dev/null | head -n 3; echo
split: invalid number of lines: 'x'

[0]
#### tail -c x nofile 2>&1 < /dev/null | head -n 3; echo
tail: invalid number of bytes: 'x'

[0]
#### cut -c x nofile 2>&1 < /dev/null | head -n 3; echo
cut: invalid byte/character position 'x'
Try 'cut --help' for more information.

[0]
#### sort -k x nofile 2>&1 < /dev/null | head -n 3; echo
sort: invalid number at field start: invalid count at start of 'x'

[0]
#### sort -t xx nofile 2>&1 < /dev/null | head -n 3; echo
sort: multi-character tab 'xx'

[0]
#### xargs -n x nofile 2>&1 < /dev/null | head -n 3; echo
xargs: invalid number "x" for -n option
Try 'xargs --help' for more information.

[0]
#### xargs -n 0 nofile 2>&1 < /dev/null | head -n 3; echo
xargs: value 0 for -n option should be >= 1
Try 'xargs --help' for more information.

[0]
#### timeout -s FOO 1 nofile 2>&1 < /dev/null | head -n 3; echo
timeout: 'FOO': invalid signal
Try 'timeout --help' for more information.

[0]
#### nice -n x nofile 2>&1 < /dev/null | head -n 3; echo
nice: invalid adjustment 'x'

[0]
#### fold -x nofile 2>&1 < /dev/null | head -n 3; echo
fold: invalid option -- 'x'
Try 'fold --help' for more information.

[0]
#### wc -x nofile 2>&1 < /dev/null | head -n 3; echo
wc: invalid option -- 'x'
Try 'wc --help' for more information.

[0]
#### sleep -x nofile 2>&1 < /dev/null | head -n 3; echo
sleep: invalid option -- 'x'
Try 'sleep --help' for more information.

[0]
#### tee -x nofile 2>&1 < /dev/null | head -n 3; echo
tee: invalid option -- 'x'
Try 'tee --help' for more information.

[0]
#### cat -x nofile 2>&1 < /dev/null | head -n 3; echo
cat: invalid option -- 'x'
Try 'cat --help' for more information.

[0]
#### touch -t x nofile 2>&1 < /dev/null | head -n 3; echo
touch: invalid date format 'x'

[0]
#### chmod u+q nofile 2>&1 < /dev/null | head -n 3; echo
chmod: invalid mode: 'u+q'
Try 'chmod --help' for more information.

[0]
#### mkdir -m z nofile 2>&1 < /dev/null | head -n 3; echo
mkdir: invalid mode 'z'

[0]
#### du -x nofile 2>&1 < /dev/null | head -n 3; echo
du: cannot access 'nofile': No such file or directory

[0]
#### dd count=x nofile 2>&1 < /dev/null | head -n 3; echo
dd: invalid number: 'x'

[0]
#### dd of=/none/ nofile 2>&1 < /dev/null | head -n 3; echo
dd: unrecognized operand 'nofile'
Try 'dd --help' for more information.

[0]
#### truncate -s x nofile 2>&1 < /dev/null | head -n 3; echo
truncate: Invalid number: 'x'

[0]
#### base64 -w x nofile 2>&1 < /dev/null | head -n 3; echo
base64: invalid wrap size: 'x'

[0]
#### seq 1 x nofile 2>&1 < /dev/null | head -n 3; echo
seq: invalid floating point argument: 'x'
Try 'seq --help' for more information.

[0]
#### expr nofile 2>&1 < /dev/null | head -n 3; echo
nofile

[0]
#### tac -s nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### paste -d nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### tr -d nofile 2>&1 < /dev/null | head -n 3; echo

[0]
#### comm -1 nofile 2>&1 < /dev/null | head -n 3; echo
comm: missing operand after 'nofile'
Try 'comm --help' for more information.

[0]
#### find . -maxdepth nofile 2>&1 < /dev/null | head -n 3; echo
find: Expected a positive decimal integer argument to -maxdepth, but got 'nofile'

[0]
#### find . -size nofile 2>&1 < /dev/null | head -n 3; echo
find: invalid -size type `e'

[0]
#### find . -mtime nofile 2>&1 < /dev/null | head -n 3; echo
find: invalid argument `nofile' to `-mtime'

[0]
#### find . -exec nofile 2>&1 < /dev/null | head -n 3; echo
find: missing argument to `-exec'

[0]
#### find . -newer nofile 2>&1 < /dev/null | head -n 3; echo
find: 'nofile': No such file or directory

[0]
#### stat -c %q nofile 2>&1 < /dev/null | head -n 3; echo
stat: cannot statx 'nofile': No such file or directory

[0]
#### date -d nofile 2>&1 < /dev/null | head -n 3; echo
date: invalid date 'nofile'

[0]
