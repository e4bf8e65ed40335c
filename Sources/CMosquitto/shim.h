#ifndef GASWATCH_CMOSQUITTO_SHIM_H
#define GASWATCH_CMOSQUITTO_SHIM_H

// libmosquitto and the MQTT 5 property numbers, as Debian's libmosquitto-dev installs them.
// Only non-variadic functions are used, so nothing is wrapped here.
#include <mosquitto.h>
#include <mqtt_protocol.h>

#endif
