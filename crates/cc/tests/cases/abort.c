#include <stdlib.h>
#include <signal.h>
#include <stdio.h>
static volatile sig_atomic_t got;
void handler(int s) { got = s; }
int main(void) { signal(SIGUSR1, handler); raise(SIGUSR1); printf("got %d\n", got); fflush(stdout); abort(); }
//// output
got 10
//// status
134
