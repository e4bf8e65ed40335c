#ifndef GASWATCH_CLINUX_SWARM_H
#define GASWATCH_CLINUX_SWARM_H

// What a thread needs that serves thousands of sockets: epoll, whose packed event structure Swift
// does not import well, a table of open files of its own, and the limit of that table.
// A function that fails returns -1 and leaves the reason in errno, as the system calls do.

#include <stdint.h>

// One socket that is ready: the tag it was watched with and what it is ready for.
typedef struct {
    uint32_t tag;
    uint32_t readable;  // It can be read, or it has failed: reading tells.
    uint32_t writable;
} clinux_ready;

// An epoll descriptor that is closed on exec.
int clinux_epoll_open(void);

// Watches a socket for reading and, if asked, for writing. `again` says that it is watched already.
int clinux_epoll_watch(int epoll, int descriptor, uint32_t tag, int writable, int again);

// Waits for at most `count` ready sockets. An interrupted wait returns 0.
int clinux_epoll_wait(int epoll, clinux_ready *ready, int count, int milliseconds);

// Gives the calling thread a table of open files of its own, a copy of the present one.
int clinux_files_unshare(void);

// The limits of open files.
int clinux_open_files_limit(uint64_t *soft, uint64_t *hard);

// Sets the soft limit and leaves the hard one.
int clinux_open_files_soft(uint64_t soft);

#endif
