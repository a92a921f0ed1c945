// Package syscall: signals and error numbers of Linux.
package syscall

type Signal int

const (
	SIGHUP  Signal = 1
	SIGINT  Signal = 2
	SIGQUIT Signal = 3
	SIGABRT Signal = 6
	SIGKILL Signal = 9
	SIGUSR1 Signal = 10
	SIGSEGV Signal = 11
	SIGUSR2 Signal = 12
	SIGPIPE Signal = 13
	SIGALRM Signal = 14
	SIGTERM Signal = 15
	SIGCHLD Signal = 17
	SIGCONT Signal = 18
	SIGSTOP Signal = 19
	SIGTSTP Signal = 20
	SIGWINCH Signal = 28
)

func (s Signal) Signal() {}
func (s Signal) String() string {
	switch s {
	case SIGHUP:
		return "hangup"
	case SIGINT:
		return "interrupt"
	case SIGQUIT:
		return "quit"
	case SIGABRT:
		return "aborted"
	case SIGKILL:
		return "killed"
	case SIGUSR1:
		return "user defined signal 1"
	case SIGUSR2:
		return "user defined signal 2"
	case SIGPIPE:
		return "broken pipe"
	case SIGALRM:
		return "alarm clock"
	case SIGTERM:
		return "terminated"
	case SIGSEGV:
		return "segmentation fault"
	}
	return "signal"
}

type Errno int

const (
	EPERM  Errno = 1
	ENOENT Errno = 2
	EINTR  Errno = 4
	EACCES Errno = 13
	EEXIST Errno = 17
	EINVAL Errno = 22
	EPIPE  Errno = 32
	EADDRINUSE Errno = 98
	ECONNREFUSED Errno = 111
)

func (e Errno) Error() string {
	switch e {
	case 1:
		return "operation not permitted"
	case 2:
		return "no such file or directory"
	case 9:
		return "bad file descriptor"
	case 11:
		return "resource temporarily unavailable"
	case 13:
		return "permission denied"
	case 17:
		return "file exists"
	case 20:
		return "not a directory"
	case 21:
		return "is a directory"
	case 22:
		return "invalid argument"
	case 28:
		return "no space left on device"
	case 30:
		return "read-only file system"
	case 32:
		return "broken pipe"
	case 39:
		return "directory not empty"
	case 98:
		return "address already in use"
	case 99:
		return "cannot assign requested address"
	case 101:
		return "network is unreachable"
	case 104:
		return "connection reset by peer"
	case 110:
		return "connection timed out"
	case 111:
		return "connection refused"
	case 113:
		return "no route to host"
	}
	return "errno"
}
