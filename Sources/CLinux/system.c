#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

ssize_t clinux_utf8_from_gb18030(
    const uint8_t *source, size_t source_count, uint8_t *target, size_t target_capacity) {
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1) {
        return -1;
    }
    char *from = (char *)source, *to = (char *)target;
    size_t from_left = source_count, to_left = target_capacity;
    size_t outcome = iconv(converter, &from, &from_left, &to, &to_left);
    int reason = errno;
    iconv_close(converter);
    errno = reason;
    return outcome == (size_t)-1 ? -1 : (ssize_t)(target_capacity - to_left);
}

int clinux_terminal_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) {
        return -1;
    }
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int clinux_open_files_raise(uint64_t *soft, uint64_t *hard) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return -1;
    }
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            return -1;
        }
    }
    *soft = limit.rlim_cur;
    *hard = limit.rlim_max;
    return 0;
}

int64_t clinux_cpu_nanoseconds(pid_t pid) {
    clockid_t clock;
    struct timespec used;
    int reason = clock_getcpuclockid(pid, &clock);
    if (reason != 0) {
        errno = reason;
        return -1;
    }
    if (clock_gettime(clock, &used) != 0) {
        return -1;
    }
    return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}

int clinux_spawn(pid_t *pid, const char *executable, char *const *arguments, const char *output) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    // A child starts with default signal handling, whatever its parent blocks or ignores.
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    if (output != NULL) {
        posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0600);
        posix_spawn_file_actions_adddup2(&files, 1, 2);
    }
    // Nothing else is inherited: a listener of the parent would go on listening in the child.
    posix_spawn_file_actions_addclosefrom_np(&files, 3);
    int reason = posix_spawnp(pid, executable, &files, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return reason;
}

int clinux_is_running(pid_t pid) {
    siginfo_t ended;
    memset(&ended, 0, sizeof ended);
    if (waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOHANG | WNOWAIT) != 0) {
        return -1;
    }
    return ended.si_pid == 0;
}

int clinux_wait(pid_t pid) {
    int status = 0;
    pid_t ended;
    do {
        ended = waitpid(pid, &status, 0);
    } while (ended < 0 && errno == EINTR);
    if (ended < 0) {
        return -1;
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int write_all(int descriptor, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return -1;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return 0;
}

static int sync_directory(const char *directory) {
    int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return -1;
    }
    int outcome = fsync(descriptor), reason = errno;
    close(descriptor);
    errno = reason;
    return outcome;
}

static int fill(
    int descriptor, const uint8_t *bytes, size_t count, mode_t mode, const char **step) {
    *step = "write the new contents of";
    if (write_all(descriptor, bytes, count) != 0) {
        return -1;
    }
    *step = "set the mode of";
    if (fchmod(descriptor, mode) != 0) {
        return -1;
    }
    *step = "sync the new contents of";
    return fsync(descriptor);
}

static int replace_plain(
    const char *path, const uint8_t *bytes, size_t count, mode_t mode, const char **step) {
    char *temporary = NULL;
    // A device or a pipe would be replaced by a file of its name.
    struct stat present;
    *step = "put a file in the place of";
    if (lstat(path, &present) == 0 && !S_ISREG(present.st_mode)) {
        errno = S_ISDIR(present.st_mode) ? EISDIR : EINVAL;
        return -1;
    }
    char directory[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    if (length >= sizeof directory) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(directory, slash == NULL ? "." : path, length == 0 ? 1 : length);
    directory[length == 0 ? 1 : length] = 0;
    *step = "name a temporary file for";
    if (asprintf(&temporary, "%s/.replace-XXXXXX", directory) < 0) {
        errno = ENOMEM;
        return -1;
    }
    *step = "create a temporary file beside";
    int descriptor = mkostemp(temporary, O_CLOEXEC);
    if (descriptor < 0) {
        int reason = errno;
        free(temporary);
        errno = reason;
        return -1;
    }
    int outcome = fill(descriptor, bytes, count, mode, step);
    if (outcome == 0) {
        *step = "put the new contents in the place of";
        outcome = rename(temporary, path);
    }
    int reason = errno;
    close(descriptor);
    if (outcome != 0) {
        unlink(temporary);
        free(temporary);
        errno = reason;
        return -1;
    }
    free(temporary);
    *step = "sync the directory of";
    return sync_directory(directory);
}

// What a link names that is not there yet: its own text, from the link's directory where it is relative.
static int named_by(const char *link, char *target, size_t room) {
    const char *slash = strrchr(link, '/');
    char text[PATH_MAX];
    ssize_t length = readlink(link, text, sizeof text - 1);
    if (length < 0) {
        return -1;
    }
    text[length] = 0;
    size_t prefix = text[0] == '/' || slash == NULL ? 0 : (size_t)(slash - link) + 1;
    if (prefix + (size_t)length >= room) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(target, link, prefix);
    memcpy(target + prefix, text, (size_t)length + 1);
    return 0;
}

int clinux_file_replace(
    const char *path, const uint8_t *bytes, size_t count, mode_t mode, const char **step) {
    struct stat present;
    char whole[PATH_MAX];
    // Who has linked the name to a file elsewhere means that file.
    if (lstat(path, &present) == 0 && S_ISLNK(present.st_mode)) {
        *step = "follow the link";
        if (realpath(path, whole) != NULL) {
            path = whole;
        } else if (errno != ENOENT || named_by(path, whole, sizeof whole) != 0) {
            return -1;
        } else {
            path = whole;
        }
    }
    return replace_plain(path, bytes, count, mode, step);
}

int clinux_directory_sync(const char *path) {
    return sync_directory(path);
}
