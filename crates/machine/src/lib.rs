//! A small simulated Linux: clock, processes, signals, pipes, ttys, sockets.
