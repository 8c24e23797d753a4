#include "CMemory.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void nj_release_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

void nj_take_memory_in_large_steps(int threads) {
#ifdef __GLIBC__
  // The largest threshold that glibc takes, and the size of what a thread's memory grows by at most: mallopt(3).
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TOP_PAD, 64 << 20);
  mallopt(M_ARENA_MAX, threads);
#else
  (void)threads;
#endif
}
