#ifndef BENCH_SIMDJSON_H
#define BENCH_SIMDJSON_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Readings through simdjson's on-demand parser; the bodies are copied with its padding.
void *bench_json_make(void);
void bench_json_add(void *bodies, const uint8_t *bytes, uint64_t count);
void bench_json_read(void *bodies, uint64_t reads);
/// Bodies that it could not read, which has to stay 0.
uint64_t bench_json_failures(void *bodies);

#ifdef __cplusplus
}
#endif
#endif
