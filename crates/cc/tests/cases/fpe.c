#include <stdio.h>
int main(void) { volatile int z = 0; printf("lost"); return 10 / z; }
//// output
//// status
136
