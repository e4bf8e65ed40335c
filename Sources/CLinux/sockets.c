#define _GNU_SOURCE
#include "CLinux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

int clinux_socket_tune(int descriptor, unsigned int user_timeout_milliseconds) {
    int family = 0;
    socklen_t length = sizeof family;
    if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &family, &length) != 0) {
        return -1;
    }
    if (family != AF_INET && family != AF_INET6) {
        return 0;
    }
    int on = 1;
    // Probes after 15 s of silence, three of them 5 s apart: a cut cable shows within 30 s even
    // when nothing is being sent, well before the MQTT keepalive of a minute would notice.
    int idle = 15, interval = 5, probes = 3;
    if (setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0
        || setsockopt(
            descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_milliseconds,
            sizeof user_timeout_milliseconds) != 0
        || setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on) != 0
        || setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle) != 0
        || setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval) != 0
        || setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes) != 0) {
        return -1;
    }
    return 0;
}

static int64_t monotonic_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clinux_close_gently(int descriptor, int64_t milliseconds) {
    char dropped[4096];
    int64_t until = monotonic_milliseconds() + milliseconds;
    shutdown(descriptor, SHUT_WR);
    for (;;) {
        int64_t left = until - monotonic_milliseconds();
        struct pollfd readable = {.fd = descriptor, .events = POLLIN};
        if (left <= 0 || poll(&readable, 1, (int)left) == 0) {
            break;
        }
        ssize_t count = recv(descriptor, dropped, sizeof dropped, MSG_DONTWAIT);
        if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) {
            break;
        }
    }
    close(descriptor);
}

// Waits until one of the connects is taken (0), all are refused (0), or the time is over (1).
static int await_taken(struct pollfd *knocks, int count, int64_t until) {
    int waiting = count;
    while (waiting > 0) {
        int64_t left = until - monotonic_milliseconds();
        if (left <= 0) {
            return 1;
        }
        int ready = poll(knocks, (nfds_t)count, (int)left);
        if (ready < 0 && errno != EINTR) {
            return 0;
        }
        for (int place = 0; ready > 0 && place < count; place++) {
            if (knocks[place].revents == 0) {
                continue;
            }
            int fault = 0;
            socklen_t length = sizeof fault;
            if (getsockopt(knocks[place].fd, SOL_SOCKET, SO_ERROR, &fault, &length) == 0
                && fault == 0) {
                return 0;
            }
            close(knocks[place].fd);
            knocks[place].fd = -1;
            waiting--;
        }
    }
    return 0;
}

int clinux_tcp_is_silent(const char *host, int port, int milliseconds) {
    // As many addresses as a name of a broker can reasonably have.
    enum { knock_count_max = 8 };
    struct pollfd knocks[knock_count_max];
    int count = 0;
    char service[16];
    snprintf(service, sizeof service, "%d", port);
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (port == 0 || getaddrinfo(host, service, &hints, &found) != 0) {
        return 0;
    }
    // From here on, as the look-up may have taken its time.
    int64_t until = monotonic_milliseconds() + milliseconds;
    int is_taken = 0;
    for (struct addrinfo *at = found; at != NULL && count < knock_count_max && !is_taken;
        at = at->ai_next) {
        int descriptor = socket(
            at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, at->ai_protocol);
        if (descriptor < 0) {
            continue;
        }
        int outcome = connect(descriptor, at->ai_addr, at->ai_addrlen);
        if (outcome != 0 && errno == EINPROGRESS) {
            knocks[count++] = (struct pollfd){.fd = descriptor, .events = POLLOUT};
            continue;
        }
        is_taken = outcome == 0;
        close(descriptor);
    }
    freeaddrinfo(found);
    int is_silent = is_taken ? 0 : await_taken(knocks, count, until);
    for (int place = 0; place < count; place++) {
        if (knocks[place].fd >= 0) {
            close(knocks[place].fd);
        }
    }
    return is_silent;
}

static struct sockaddr_in loopback(uint16_t port) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int clinux_loopback_port_free(void) {
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return -1;
    }
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int port = -1;
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) == 0
        && getsockname(descriptor, (struct sockaddr *)&address, &length) == 0) {
        port = ntohs(address.sin_port);
    }
    close(descriptor);
    return port;
}

static int unix_address(const char *path, struct sockaddr_un *address) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address->sun_path, path);
    return 0;
}

int clinux_datagram_open(const char *path) {
    struct sockaddr_un address;
    if (unix_address(path, &address) != 0) {
        return -1;
    }
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) {
        return -1;
    }
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0) {
        int reason = errno;
        close(descriptor);
        errno = reason;
        return -1;
    }
    return descriptor;
}
