// Package os: pkg.go.dev/os.
package os

import (
	"errors"
	"io"
	"syscall"
	"time"
)

func sysOpen(path string, flags, mode int) (int, int)
func sysRead(fd, n int) ([]byte, int)
func sysWrite(fd int, p []byte) (int, int)
func sysSeek(fd int, offset int64, whence int) (int64, int)
func sysClose(fd int) int
func sysStat(path string, follow bool) ([]int64, int)
func sysFstat(fd int) ([]int64, int)
func sysList(path string) ([]string, int)
func sysMkdir(path string, mode int) int
func sysRmdir(path string) int
func sysUnlink(path string) int
func sysRename(from, to string) int
func sysSymlink(target, path string) int
func sysReadlink(path string) (string, int)
func sysChmod(path string, mode int) int
func sysChdir(path string) int
func sysTruncate(fd int, n int64) int
func sysGetwd() (string, int)
func sysHostname() (string, int)
func sysGetpid() (int, int)
func sysGetppid() (int, int)
func sysGetuid() (int, int)
func sysGetgid() (int, int)
func sysKill(pid, sig int) int
func arguments() []string
func environment() []string

func Exit(code int)

const (
	O_RDONLY = 0
	O_WRONLY = 1
	O_RDWR   = 2
	O_APPEND = 02000
	O_CREATE = 0100
	O_EXCL   = 0200
	O_SYNC   = 04010000
	O_TRUNC  = 01000

	PathSeparator     = '/'
	PathListSeparator = ':'
	DevNull           = "/dev/null"
)

var Args = arguments()

var (
	ErrNotExist   = errors.New("file does not exist")
	ErrExist      = errors.New("file already exists")
	ErrPermission = errors.New("permission denied")
	ErrInvalid    = errors.New("invalid argument")
	ErrClosed     = errors.New("file already closed")
)

type PathError struct {
	Op   string
	Path string
	Err  error
}

func (e *PathError) Error() string { return e.Op + " " + e.Path + ": " + e.Err.Error() }
func (e *PathError) Unwrap() error { return e.Err }

type SyscallError struct {
	Syscall string
	Err     error
}

func (e *SyscallError) Error() string { return e.Syscall + ": " + e.Err.Error() }
func (e *SyscallError) Unwrap() error { return e.Err }

type errno struct{ n int }

func (e errno) Error() string { return syscall.Errno(e.n).Error() }
func (e errno) Is(target error) bool {
	switch target {
	case ErrNotExist:
		return e.n == 2
	case ErrExist:
		return e.n == 17 || e.n == 39
	case ErrPermission:
		return e.n == 13 || e.n == 1
	}
	return false
}

func failed(op, path string, n int) error {
	if n == 0 {
		return nil
	}
	return &PathError{op, path, errno{n}}
}

func IsNotExist(err error) bool   { return errors.Is(err, ErrNotExist) }
func IsExist(err error) bool      { return errors.Is(err, ErrExist) }
func IsPermission(err error) bool { return errors.Is(err, ErrPermission) }

type FileMode uint32

const (
	ModeDir     FileMode = 1 << 31
	ModeSymlink FileMode = 1 << 27
	ModePerm    FileMode = 0777
)

func (m FileMode) IsDir() bool     { return m&ModeDir != 0 }
func (m FileMode) IsRegular() bool { return m&(ModeDir|ModeSymlink) == 0 }
func (m FileMode) Perm() FileMode  { return m & ModePerm }
func (m FileMode) String() string {
	out := []byte{}
	if m&ModeDir != 0 {
		out = append(out, 'd')
	} else if m&ModeSymlink != 0 {
		out = append(out, 'L')
	} else {
		out = append(out, '-')
	}
	for i, c := range "rwxrwxrwx" {
		if m&(1<<uint(8-i)) != 0 {
			out = append(out, byte(c))
		} else {
			out = append(out, '-')
		}
	}
	return string(out)
}

type FileInfo interface {
	Name() string
	Size() int64
	Mode() FileMode
	ModTime() time.Time
	IsDir() bool
	Sys() any
}

type DirEntry interface {
	Name() string
	IsDir() bool
	Type() FileMode
	Info() (FileInfo, error)
}

type fileInfo struct {
	name string
	data []int64
}

func base(path string) string {
	for len(path) > 1 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' && i < len(path)-1 {
			return path[i+1:]
		}
	}
	return path
}

func (f *fileInfo) Name() string { return f.name }
func (f *fileInfo) Size() int64  { return f.data[1] }
func (f *fileInfo) Mode() FileMode {
	m := FileMode(f.data[0] & 0777)
	switch f.data[0] & 0170000 {
	case 0040000:
		m |= ModeDir
	case 0120000:
		m |= ModeSymlink
	}
	return m
}
func (f *fileInfo) Type() FileMode          { return f.Mode() &^ ModePerm }
func (f *fileInfo) Info() (FileInfo, error) { return f, nil }
func (f *fileInfo) ModTime() time.Time      { return time.Unix(0, f.data[2]) }
func (f *fileInfo) IsDir() bool             { return f.Mode().IsDir() }
func (f *fileInfo) Sys() any                { return nil }

type File struct {
	fd     int
	name   string
	closed bool
}

var (
	Stdin  = &File{fd: 0, name: "/dev/stdin"}
	Stdout = &File{fd: 1, name: "/dev/stdout"}
	Stderr = &File{fd: 2, name: "/dev/stderr"}
)

func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	fd, n := sysOpen(name, flag, int(perm))
	if n != 0 {
		return nil, failed("open", name, n)
	}
	return &File{fd: fd, name: name}, nil
}

func Open(name string) (*File, error)   { return OpenFile(name, O_RDONLY, 0) }
func Create(name string) (*File, error) { return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666) }

func (f *File) Name() string { return f.name }
func (f *File) Fd() uintptr  { return uintptr(f.fd) }

func (f *File) Read(p []byte) (int, error) {
	if f == nil {
		return 0, ErrInvalid
	}
	if f.closed {
		return 0, &PathError{"read", f.name, ErrClosed}
	}
	if len(p) == 0 {
		return 0, nil
	}
	data, n := sysRead(f.fd, len(p))
	if n != 0 {
		return 0, failed("read", f.name, n)
	}
	if len(data) == 0 {
		return 0, io.EOF
	}
	return copy(p, data), nil
}

func (f *File) Write(p []byte) (int, error) {
	if f == nil {
		return 0, ErrInvalid
	}
	if f.closed {
		return 0, &PathError{"write", f.name, ErrClosed}
	}
	done := 0
	for done < len(p) {
		m, n := sysWrite(f.fd, p[done:])
		if n != 0 {
			if n == 32 && f.fd < 3 {
				Exit(141)
			}
			return done, failed("write", f.name, n)
		}
		done += m
	}
	return done, nil
}

func (f *File) WriteString(s string) (int, error) { return f.Write([]byte(s)) }
func (f *File) Sync() error                       { return nil }
func (f *File) Truncate(n int64) error            { return failed("truncate", f.name, sysTruncate(f.fd, n)) }
func (f *File) Seek(offset int64, whence int) (int64, error) {
	at, n := sysSeek(f.fd, offset, whence)
	return at, failed("seek", f.name, n)
}

func (f *File) Close() error {
	if f == nil {
		return ErrInvalid
	}
	if f.closed {
		return &PathError{"close", f.name, ErrClosed}
	}
	f.closed = true
	return failed("close", f.name, sysClose(f.fd))
}

func (f *File) Stat() (FileInfo, error) {
	data, n := sysFstat(f.fd)
	if n != 0 {
		return nil, failed("stat", f.name, n)
	}
	return &fileInfo{base(f.name), data}, nil
}

func (f *File) Readdirnames(n int) ([]string, error) {
	list, e := sysList(f.name)
	return list, failed("readdirent", f.name, e)
}

func Stat(name string) (FileInfo, error) {
	data, n := sysStat(name, true)
	if n != 0 {
		return nil, failed("stat", name, n)
	}
	return &fileInfo{base(name), data}, nil
}

func Lstat(name string) (FileInfo, error) {
	data, n := sysStat(name, false)
	if n != 0 {
		return nil, failed("lstat", name, n)
	}
	return &fileInfo{base(name), data}, nil
}

func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func WriteFile(name string, data []byte, perm FileMode) error {
	f, err := OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func ReadDir(name string) ([]DirEntry, error) {
	list, n := sysList(name)
	if n != 0 {
		return nil, failed("open", name, n)
	}
	for i := 1; i < len(list); i++ {
		for k := i; k > 0 && list[k] < list[k-1]; k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
	}
	var out []DirEntry
	for _, one := range list {
		data, n := sysStat(name+"/"+one, false)
		if n == 0 {
			out = append(out, &fileInfo{one, data})
		}
	}
	return out, nil
}

func Mkdir(name string, perm FileMode) error { return failed("mkdir", name, sysMkdir(name, int(perm))) }

func MkdirAll(path string, perm FileMode) error {
	for i := 1; i <= len(path); i++ {
		if i == len(path) || path[i] == '/' {
			if n := sysMkdir(path[:i], int(perm)); n != 0 && n != 17 {
				return failed("mkdir", path[:i], n)
			}
		}
	}
	if info, err := Stat(path); err == nil && !info.IsDir() {
		return &PathError{"mkdir", path, errno{20}}
	}
	return nil
}

func Remove(name string) error {
	n := sysUnlink(name)
	if n == 21 {
		n = sysRmdir(name)
	}
	return failed("remove", name, n)
}

func RemoveAll(path string) error {
	info, err := Lstat(path)
	if err != nil {
		return nil
	}
	if info.IsDir() {
		list, _ := ReadDir(path)
		for _, one := range list {
			if err := RemoveAll(path + "/" + one.Name()); err != nil {
				return err
			}
		}
	}
	return Remove(path)
}

func Rename(from, to string) error          { return failed("rename", from+" "+to, sysRename(from, to)) }
func Symlink(oldname, newname string) error { return failed("symlink", newname, sysSymlink(oldname, newname)) }
func Chmod(name string, mode FileMode) error { return failed("chmod", name, sysChmod(name, int(mode))) }
func Chdir(dir string) error                 { return failed("chdir", dir, sysChdir(dir)) }
func Readlink(name string) (string, error) {
	s, n := sysReadlink(name)
	return s, failed("readlink", name, n)
}
func Getwd() (string, error) {
	s, n := sysGetwd()
	return s, failed("getwd", "", n)
}
func Hostname() (string, error) {
	s, n := sysHostname()
	return s, failed("hostname", "", n)
}
func Getpid() int {
	n, _ := sysGetpid()
	return n
}
func Getppid() int {
	n, _ := sysGetppid()
	return n
}
func Getuid() int {
	n, _ := sysGetuid()
	return n
}
func Getgid() int {
	n, _ := sysGetgid()
	return n
}
func Geteuid() int    { return Getuid() }
func TempDir() string { return "/tmp" }
func Getpagesize() int { return 4096 }

func Executable() (string, error) { return Readlink("/proc/self/exe") }

var variables = environment()

func Environ() []string { return append([]string{}, variables...) }

func LookupEnv(key string) (string, bool) {
	for _, v := range variables {
		if len(v) > len(key) && v[len(key)] == '=' && v[:len(key)] == key {
			return v[len(key)+1:], true
		}
	}
	return "", false
}

func Getenv(key string) string {
	v, _ := LookupEnv(key)
	return v
}

func Unsetenv(key string) error {
	for i, v := range variables {
		if len(v) > len(key) && v[len(key)] == '=' && v[:len(key)] == key {
			variables = append(variables[:i], variables[i+1:]...)
			break
		}
	}
	return nil
}

func Setenv(key, value string) error {
	Unsetenv(key)
	variables = append(variables, key+"="+value)
	return nil
}

func ExpandEnv(s string) string { return Expand(s, Getenv) }

func Expand(s string, mapping func(string) string) string {
	out := ""
	for i := 0; i < len(s); i++ {
		if s[i] != '$' || i+1 >= len(s) {
			out += s[i : i+1]
			continue
		}
		start := i + 1
		if s[start] == '{' {
			end := start
			for end < len(s) && s[end] != '}' {
				end++
			}
			out += mapping(s[start+1 : end])
			i = end
			continue
		}
		end := start
		for end < len(s) && (s[end] == '_' || s[end] >= '0' && s[end] <= '9' || s[end]|32 >= 'a' && s[end]|32 <= 'z') {
			end++
		}
		out += mapping(s[start:end])
		i = end - 1
	}
	return out
}

type Signal interface {
	String() string
	Signal()
}

var (
	Interrupt Signal = syscall.SIGINT
	Kill      Signal = syscall.SIGKILL
)

type Process struct{ Pid int }

func FindProcess(pid int) (*Process, error) { return &Process{pid}, nil }
func (p *Process) Signal(sig Signal) error {
	n := 0
	if s, ok := sig.(syscall.Signal); ok {
		n = int(s)
	}
	return failed("kill", "", sysKill(p.Pid, n))
}
