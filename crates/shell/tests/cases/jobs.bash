#### a FIFO's writer waits for its reader
hi
[0]
#### a FIFO's reader waits for its writer
hi
[0]
#### a FIFO that is opened late
hi
[0]
#### a FIFO read by lines
1
2
3
[0]
#### a FIFO opened for both
a
[0]
#### a FIFO is used twice
1
2
[0]
#### opening a FIFO waits
reader
opened
[0]
#### jobs in order
[1]   Running                 sleep 0.4 &
[2]-  Running                 sleep 0.5 &
[3]+  Running                 sleep 0.6 &
[0]
#### a job that was waited for
[2]+  Running                 sleep 6 &
e
[0]
#### jobs in a pipe
[1]+  Running                 sleep 0.3 &
[0]
#### jobs in a substitution
[[1]+  Running                 sleep 0.3 &]
1
[0]
#### jobs in a subshell
[0]
#### a job that a signal ended
bash: line 1: N Killed                  sleep 5
137
[0]
#### a job that ended is forgotten
x
[0]
#### a job that a signal ended before another command
bash: line 1: N Killed                  sleep 5
x
[0]
#### wait for one that ended
0
3
[0]
#### a file where a directory is named
bash: line 1: f/: Is a directory
bash: line 1: d/: Is a directory
bash: line 1: none/x/: No such file or directory
d
f
[0]
#### a program below a file
bash: line 1: f/x: Not a directory
126
bash: line 1: ./f/x: Not a directory
126
[0]
#### a limit that is set
64
64
10
32
0
16
32
[0]
#### a limit is its children's
64
[0]
#### a limit above its hard one
bash: line 1: ulimit: open files: cannot modify limit: Invalid argument
1
[0]
#### a limit that is no number
bash: line 1: ulimit: abc: invalid number
1
[0]
#### limits that are none
unlimited
unlimited
unlimited
8192
[0]
#### too many open files
a
bash: line 1: /dev/null: Too many open files
1
[0]
#### a limit that is not known
bash: line 1: ulimit: -Z: invalid option
ulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]
2
[0]
