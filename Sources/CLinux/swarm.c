#define _GNU_SOURCE
#include "CLinuxSwarm.h"

#include <errno.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/resource.h>

// As many events as one wait returns at most: 4 KB of stack, and a round short enough for the
// housekeeping between two rounds to keep its time.
#define BATCH 256

int clinux_epoll_open(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

int clinux_epoll_watch(int epoll, int descriptor, uint32_t tag, int writable, int again) {
    struct epoll_event event = {0};
    event.events = EPOLLIN | (writable ? EPOLLOUT : 0);
    event.data.u32 = tag;
    return epoll_ctl(epoll, again ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
}

int clinux_epoll_wait(int epoll, clinux_ready *ready, int count, int milliseconds) {
    struct epoll_event events[BATCH];
    int found = epoll_wait(epoll, events, count < BATCH ? count : BATCH, milliseconds);
    if (found < 0) {
        return errno == EINTR ? 0 : -1;
    }
    for (int index = 0; index < found; index++) {
        ready[index].tag = events[index].data.u32;
        ready[index].readable = (events[index].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
        ready[index].writable = (events[index].events & EPOLLOUT) != 0;
    }
    return found;
}

int clinux_files_unshare(void) {
    return unshare(CLONE_FILES);
}

int clinux_open_files_limit(uint64_t *soft, uint64_t *hard) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return -1;
    }
    *soft = limit.rlim_cur;
    *hard = limit.rlim_max;
    return 0;
}

int clinux_open_files_soft(uint64_t soft) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return -1;
    }
    limit.rlim_cur = soft;
    return setrlimit(RLIMIT_NOFILE, &limit);
}
