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
[3]+  Running                    
[2]-  Running                    
[1]   Running                    
[0]
#### a job that was waited for
Terminated
[2]+  Running                    
[1]-  Terminated                 
[2]+  Terminated                 
e
[0]
#### jobs in a pipe
[1]+  Running                    
[0]
#### jobs in a substitution
[[1]+  Running                    ]
0
[0]
#### jobs in a subshell
[1]+  Running                    
[0]
#### a job that a signal ended
Killed
137
[0]
#### a job that ended is forgotten
x
[1]+  Done                       
[0]
#### a job that a signal ended before another command
x
[1]+  Killed                     
[0]
#### wait for one that ended
0
3
[0]
#### a file where a directory is named
sh: can't create f/: Is a directory
sh: can't create d/: Is a directory
sh: can't create none/x/: nonexistent directory
d
f
[0]
#### a program below a file
sh: f/x: not found
127
sh: ./f/x: not found
127
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
sh: error setting limit: Invalid argument
1
[0]
#### a limit that is no number
sh: invalid number 'abc'
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
sh: can't open /dev/null: Too many open files
[1]
#### a limit that is not known
ulimit: invalid option -- 'Z'
1
[0]
