#ifndef GASWATCH_CSYSTEMD_SHIM_H
#define GASWATCH_CSYSTEMD_SHIM_H

// sd_notify and sd_watchdog_enabled: the plain functions, since Swift cannot call sd_notifyf.
#include <systemd/sd-daemon.h>

#endif
