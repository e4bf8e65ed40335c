#ifndef GASWATCH_CPOWERCUT_H
#define GASWATCH_CPOWERCUT_H

// A layer of files under SQLite that writes down what is done to them, and that can be made slow,
// full or broken. For tests only. It stands before the default layer and passes everything on.
//
// What is recorded: every file in a directory whose name ends in ".recorded". The record of
// DIR.recorded is the file DIR.trace beside it. Its form, all numbers little-endian:
//
//   kind (1 byte), length of the file's name (1), length of the bytes (4), offset or size (8),
//   the name without its directory, the bytes
//
// Nothing here takes a pointer, so that Swift can call it safely.

#include <stdbool.h>
#include <stdint.h>

enum powercut_kind {
    POWERCUT_CREATE = 1,         // a file that was not there; its directory is not yet on disk
    POWERCUT_WRITE = 2,          // bytes at an offset
    POWERCUT_TRUNCATE = 3,       // to a size
    POWERCUT_SYNC = 4,           // the file is on disk
    POWERCUT_SYNC_DIRECTORY = 5, // names made and removed are on disk
    POWERCUT_DELETE = 6,
    POWERCUT_NOTE = 7,           // a number of the test's, at this place of the order
};

// Makes the layer SQLite's default. Returns SQLite's code, 0 when done; once is enough.
int powercut_install(void);

// Writes a number of the test's into every open record.
void powercut_note(uint64_t number);

// From now on, for files that stand in a directory whose name ends in ".recorded" or ".faulty":
enum powercut_trouble {
    POWERCUT_NO_TROUBLE = 0,
    POWERCUT_FULL = 1,       // writes answer that the disk is full
    POWERCUT_READ_ONLY = 2,  // writes answer that they are not permitted
    POWERCUT_SYNC_FAILS = 3, // a sync answers an error
    POWERCUT_HANGS = 4,      // a sync does not return until the trouble is over
    POWERCUT_STORE_READ_ONLY = 5, // writes to the store file itself are not permitted, to its log they are
};
void powercut_trouble(int trouble);

// Waits until an operation has met the trouble that was set last, for so many seconds at most; whether
// one has.
bool powercut_await_trouble(int seconds);

#endif
