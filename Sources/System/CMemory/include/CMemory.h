#ifndef NIGHTJAR_CMEMORY_H
#define NIGHTJAR_CMEMORY_H

/// Gives freed memory that the allocator keeps for later back to the system, where the allocator can do that (glibc).
void nj_release_memory(void);

/// Prepares the allocator (glibc) for a process that takes much memory and ends soon: it asks the system for memory in large steps
/// and keeps what is freed, and there are as many places to allocate from as threads. Without this every few kilobytes that
/// a thread needs cost a system call. Call it before other threads start.
void nj_take_memory_in_large_steps(int threads);

#endif
