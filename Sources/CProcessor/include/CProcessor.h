#pragma once

// The one instruction of a processor that Swift cannot say.

/// Asks for the cache line at `address` without waiting for it. The address need not be valid: an
/// invalid one brings nothing and traps nothing.
static inline void cprocessor_fetch(const void *address) { __builtin_prefetch(address, 1, 3); }
