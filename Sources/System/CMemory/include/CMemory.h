#ifndef NIGHTJAR_CMEMORY_H
#define NIGHTJAR_CMEMORY_H

/// Gives freed memory that the allocator keeps for later back to the system, where the allocator can do that (glibc).
void nj_release_memory(void);

#endif
