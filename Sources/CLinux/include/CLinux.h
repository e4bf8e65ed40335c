#ifndef GASWATCH_CLINUX_H
#define GASWATCH_CLINUX_H

// What Swift's Glibc module cannot reach: functions it does not import (eventfd), variadic ones
// (ioctl), enumerated macros (RLIMIT_NOFILE) and address structures that would need casts.
// A function that fails returns -1 and leaves the reason in errno, as the system calls do.

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "CLinuxSwarm.h"

// A non-blocking eventfd counter that is closed on exec.
int clinux_eventfd(void);

// The name a thread shows in top and in core files: cut to 15 bytes by the kernel's limit.
int clinux_thread_name(const char *name);

// Starts a joinable thread with all signals blocked except the fatal ones: signals belong to the
// thread that asked for them, never to a thread that blocks in a broker.
int clinux_thread_start(pthread_t *thread, void *(*body)(void *), void *argument);

// TCP_NODELAY, TCP_USER_TIMEOUT and keepalive probes. A socket of another family is left alone.
int clinux_socket_tune(int descriptor, unsigned int user_timeout_milliseconds);

// Knocks at a TCP port: 1 when within the time no address of the host has taken a connect and one
// has not even refused it, as behind a cable that is cut; else 0, also where there is no such host. Port 0 is
// a socket file, where a connect never waits.
int clinux_tcp_is_silent(const char *host, int port, int milliseconds);

// Converts GB18030 to UTF-8. Returns the number of bytes written, or -1.
ssize_t clinux_utf8_from_gb18030(
    const uint8_t *source, size_t source_count, uint8_t *target, size_t target_capacity);

// The size of the terminal behind the descriptor, 0 where it does not say; -1 when it is none.
int clinux_terminal_size(int descriptor, int *columns, int *rows);

// Raises the soft limit of open files to the hard one and reports both.
int clinux_open_files_raise(uint64_t *soft, uint64_t *hard);

// The CPU time another program has used, in nanoseconds, or -1.
int64_t clinux_cpu_nanoseconds(pid_t pid);

// A TCP port of 127.0.0.1 that was free a moment ago, or -1.
int clinux_loopback_port_free(void);

// Ends the sending side, reads and drops what still comes until the peer ends its side too or the
// time has passed, and closes. Closing at once with unread bytes would reset the connection, and a
// reset makes the peer's kernel forget what it has received and not read.
void clinux_close_gently(int descriptor, int64_t milliseconds);

// A unix datagram socket bound to the path, or -1.
int clinux_datagram_open(const char *path);

// Starts a program with stdin from /dev/null, stdout and stderr appended to a file (NULL:
// inherited). Returns the error number.
int clinux_spawn(pid_t *pid, const char *executable, char *const *arguments, const char *output);

// 1 while the child runs, 0 when it has ended and waits to be waited for, -1 when there is none.
int clinux_is_running(pid_t pid);

// Waits for a child. Returns its exit status, or 128 + the signal that ended it, or -1.
int clinux_wait(pid_t pid);

// Replaces the file atomically: the directory part of the path receives a temporary file, which
// is synced and renamed, and then the directory is synced. `step` names the step that failed.
int clinux_file_replace(
    const char *path, const uint8_t *bytes, size_t count, mode_t mode, const char **step);

// Brings the names in a directory to disk.
int clinux_directory_sync(const char *path);

#endif
