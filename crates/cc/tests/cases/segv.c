#include <stdio.h>
int main(void) { int *p = 0; printf("before\n"); fflush(stdout); *p = 1; printf("after\n"); return 0; }
//// output
before
//// status
139
