#include "CPowerCut.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// A file of ours: SQLite's part first, the file below behind it in the same piece of memory.
struct file {
    sqlite3_file base;
    sqlite3_file *below;
    const char *name; // without its directory; in `path`
    char *path;       // NULL where the file has none
    int trace;        // -1 when it is not recorded
    bool is_faulty;
    bool syncs_directory; // the first sync of a new log also brings its name to disk
};

static sqlite3_vfs layer;
static sqlite3_vfs *below;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t over = PTHREAD_COND_INITIALIZER;
static pthread_cond_t was_met = PTHREAD_COND_INITIALIZER;
static int trouble = POWERCUT_NO_TROUBLE;
static bool is_met = false;

// The records that are open: a test has one or two at a time.
enum { TRACE_MAX = 8 };
static struct {
    char *path;
    int descriptor;
    int users;
} traces[TRACE_MAX];

static bool ends(const char *text, size_t count, const char *ending)
{
    size_t length = strlen(ending);
    return count > length && memcmp(text + count - length, ending, length) == 0;
}

// The descriptor of the record for a file's path, or -1. Called under the lock.
static int trace_open(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t count = slash == NULL ? 0 : (size_t)(slash - path);
    if (!ends(path, count, ".recorded")) return -1;
    size_t stem = count - strlen(".recorded");
    char *name = malloc(stem + sizeof ".trace");
    if (name == NULL) return -1;
    memcpy(name, path, stem);
    memcpy(name + stem, ".trace", sizeof ".trace");
    for (int place = 0; place < TRACE_MAX; place++) {
        if (traces[place].users > 0 && strcmp(traces[place].path, name) == 0) {
            free(name);
            traces[place].users++;
            return traces[place].descriptor;
        }
    }
    for (int place = 0; place < TRACE_MAX; place++) {
        if (traces[place].users > 0) continue;
        int descriptor = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (descriptor < 0) break;
        traces[place].path = name;
        traces[place].descriptor = descriptor;
        traces[place].users = 1;
        return descriptor;
    }
    free(name);
    return -1;
}

static void trace_close(int descriptor)
{
    for (int place = 0; place < TRACE_MAX; place++) {
        if (traces[place].users == 0 || traces[place].descriptor != descriptor) continue;
        if (--traces[place].users > 0) return;
        close(descriptor);
        free(traces[place].path);
        return;
    }
}

static void put(int descriptor, const void *bytes, size_t count)
{
    const char *rest = bytes;
    while (count > 0) {
        ssize_t written = write(descriptor, rest, count);
        // A record with a hole would make every image wrong.
        if (written <= 0) abort();
        rest += written;
        count -= (size_t)written;
    }
}

static void record(
    int descriptor, int kind, const char *name, uint64_t offset, const void *bytes, uint32_t count)
{
    if (descriptor < 0) return;
    uint8_t head[14];
    size_t length = strlen(name);
    head[0] = (uint8_t)kind;
    head[1] = (uint8_t)length;
    for (int byte = 0; byte < 4; byte++) head[2 + byte] = (uint8_t)(count >> (8 * byte));
    for (int byte = 0; byte < 8; byte++) head[6 + byte] = (uint8_t)(offset >> (8 * byte));
    pthread_mutex_lock(&lock);
    put(descriptor, head, sizeof head);
    put(descriptor, name, length);
    if (count > 0) put(descriptor, bytes, count);
    pthread_mutex_unlock(&lock);
}

// Whether it is the store file: what SQLite keeps beside it has a longer name.
static bool is_store(const struct file *file)
{
    size_t length = file->path == NULL ? 0 : strlen(file->path);
    return length > 3 && strcmp(file->path + length - 3, ".db") == 0;
}

// The trouble that a file meets now.
static int met(struct file *file)
{
    if (!file->is_faulty) return POWERCUT_NO_TROUBLE;
    pthread_mutex_lock(&lock);
    int now = trouble;
    if (now == POWERCUT_STORE_READ_ONLY && !is_store(file)) now = POWERCUT_NO_TROUBLE;
    if (now != POWERCUT_NO_TROUBLE) {
        is_met = true;
        pthread_cond_broadcast(&was_met);
    }
    pthread_mutex_unlock(&lock);
    return now;
}

static int refusal(struct file *file)
{
    switch (met(file)) {
    case POWERCUT_FULL: return SQLITE_FULL;
    case POWERCUT_READ_ONLY:
    case POWERCUT_STORE_READ_ONLY: return SQLITE_IOERR_WRITE;
    default: return SQLITE_OK;
    }
}

static int file_close(sqlite3_file *base)
{
    struct file *file = (struct file *)base;
    int outcome = file->below->pMethods->xClose(file->below);
    pthread_mutex_lock(&lock);
    if (file->trace >= 0) trace_close(file->trace);
    pthread_mutex_unlock(&lock);
    free(file->path);
    return outcome;
}

static int file_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xRead(lower, bytes, count, offset);
}

static int file_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset)
{
    struct file *file = (struct file *)base;
    int outcome = refusal(file);
    if (outcome != SQLITE_OK) return outcome;
    outcome = file->below->pMethods->xWrite(file->below, bytes, count, offset);
    if (outcome == SQLITE_OK)
        record(file->trace, POWERCUT_WRITE, file->name, (uint64_t)offset, bytes, (uint32_t)count);
    return outcome;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct file *file = (struct file *)base;
    int outcome = refusal(file);
    if (outcome != SQLITE_OK) return outcome;
    outcome = file->below->pMethods->xTruncate(file->below, size);
    if (outcome == SQLITE_OK)
        record(file->trace, POWERCUT_TRUNCATE, file->name, (uint64_t)size, NULL, 0);
    return outcome;
}

static int file_sync(sqlite3_file *base, int flags)
{
    struct file *file = (struct file *)base;
    int now = met(file);
    if (now == POWERCUT_SYNC_FAILS) return SQLITE_IOERR_FSYNC;
    if (now == POWERCUT_HANGS) {
        pthread_mutex_lock(&lock);
        while (trouble == POWERCUT_HANGS) pthread_cond_wait(&over, &lock);
        pthread_mutex_unlock(&lock);
    }
    int outcome = file->below->pMethods->xSync(file->below, flags);
    if (outcome != SQLITE_OK) return outcome;
    record(file->trace, POWERCUT_SYNC, file->name, 0, NULL, 0);
    if (file->syncs_directory) {
        record(file->trace, POWERCUT_SYNC_DIRECTORY, file->name, 0, NULL, 0);
        file->syncs_directory = false;
    }
    return outcome;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xFileSize(lower, size);
}

static int file_lock(sqlite3_file *base, int kind)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xLock(lower, kind);
}

static int file_unlock(sqlite3_file *base, int kind)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xUnlock(lower, kind);
}

static int file_reserved(sqlite3_file *base, int *answer)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xCheckReservedLock(lower, answer);
}

// The hints by which SQLite may write past xWrite, and memory maps, are refused for what is
// recorded: nothing may reach a file unseen.
static int file_control(sqlite3_file *base, int verb, void *argument)
{
    struct file *file = (struct file *)base;
    bool is_hint = verb == SQLITE_FCNTL_SIZE_HINT || verb == SQLITE_FCNTL_CHUNK_SIZE
        || verb == SQLITE_FCNTL_MMAP_SIZE;
    if (file->trace >= 0 && is_hint) return SQLITE_NOTFOUND;
    return file->below->pMethods->xFileControl(file->below, verb, argument);
}

static int file_sector(sqlite3_file *base)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xSectorSize(lower);
}

static int file_characteristics(sqlite3_file *base)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xDeviceCharacteristics(lower);
}

// The shared index of the log is never synced: a power cut leaves nothing of it, and the first
// connection builds it anew. So it is passed on and not recorded.
static int file_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **memory)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xShmMap(lower, page, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *base, int offset, int count, int flags)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xShmLock(lower, offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *base)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    lower->pMethods->xShmBarrier(lower);
}

static int file_shm_unmap(sqlite3_file *base, int deletes)
{
    sqlite3_file *lower = ((struct file *)base)->below;
    return lower->pMethods->xShmUnmap(lower, deletes);
}

// Version 2: with a shared index, without memory-mapped pages.
static const sqlite3_io_methods methods = {
    2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock,
    file_unlock, file_reserved, file_control, file_sector, file_characteristics, file_shm_map,
    file_shm_lock, file_shm_barrier, file_shm_unmap, NULL, NULL,
};

static int layer_open(
    sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *base, int flags, int *flags_out)
{
    (void)vfs;
    struct file *file = (struct file *)base;
    memset(file, 0, sizeof *file);
    file->below = (sqlite3_file *)(file + 1);
    file->trace = -1;
    bool is_new = false;
    if (path != NULL) {
        const char *slash = strrchr(path, '/');
        size_t count = slash == NULL ? 0 : (size_t)(slash - path);
        bool is_recorded = ends(path, count, ".recorded");
        file->is_faulty = is_recorded || ends(path, count, ".faulty");
        if (is_recorded) is_new = access(path, F_OK) != 0;
        if (file->is_faulty) {
            file->path = strdup(path);
            if (file->path == NULL) return SQLITE_NOMEM;
            slash = strrchr(file->path, '/');
            file->name = slash + 1;
        }
    }
    int outcome = below->xOpen(below, path, file->below, flags, flags_out);
    if (outcome != SQLITE_OK) {
        free(file->path);
        file->path = NULL;
        return outcome;
    }
    file->base.pMethods = &methods;
    if (file->path == NULL) return SQLITE_OK;
    pthread_mutex_lock(&lock);
    file->trace = trace_open(path);
    pthread_mutex_unlock(&lock);
    if (is_new && (flags & SQLITE_OPEN_CREATE) != 0) {
        record(file->trace, POWERCUT_CREATE, file->name, 0, NULL, 0);
        // As the default layer does it: journals and logs sync their directory once.
        file->syncs_directory =
            (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL)) != 0;
    }
    return SQLITE_OK;
}

static int layer_delete(sqlite3_vfs *vfs, const char *path, int syncs_directory)
{
    (void)vfs;
    int outcome = below->xDelete(below, path, syncs_directory);
    if (outcome != SQLITE_OK) return outcome;
    pthread_mutex_lock(&lock);
    int trace = trace_open(path);
    pthread_mutex_unlock(&lock);
    if (trace < 0) return outcome;
    const char *name = strrchr(path, '/') + 1;
    record(trace, POWERCUT_DELETE, name, 0, NULL, 0);
    if (syncs_directory) record(trace, POWERCUT_SYNC_DIRECTORY, name, 0, NULL, 0);
    pthread_mutex_lock(&lock);
    trace_close(trace);
    pthread_mutex_unlock(&lock);
    return outcome;
}

int powercut_install(void)
{
    pthread_mutex_lock(&lock);
    int outcome = SQLITE_OK;
    if (below == NULL) {
        below = sqlite3_vfs_find(NULL);
        layer = *below;
        layer.szOsFile = (int)sizeof(struct file) + below->szOsFile;
        layer.zName = "gaswatch-powercut";
        layer.xOpen = layer_open;
        layer.xDelete = layer_delete;
        outcome = sqlite3_vfs_register(&layer, 1);
    }
    pthread_mutex_unlock(&lock);
    return outcome;
}

void powercut_note(uint64_t number)
{
    for (int place = 0; place < TRACE_MAX; place++) {
        pthread_mutex_lock(&lock);
        int descriptor = traces[place].users > 0 ? traces[place].descriptor : -1;
        pthread_mutex_unlock(&lock);
        record(descriptor, POWERCUT_NOTE, "", number, NULL, 0);
    }
}

void powercut_trouble(int now)
{
    pthread_mutex_lock(&lock);
    trouble = now;
    is_met = false;
    pthread_cond_broadcast(&over);
    pthread_mutex_unlock(&lock);
}

bool powercut_await_trouble(int seconds)
{
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += seconds;
    pthread_mutex_lock(&lock);
    int outcome = 0;
    while (!is_met && outcome == 0) outcome = pthread_cond_timedwait(&was_met, &lock, &end);
    bool seen = is_met;
    pthread_mutex_unlock(&lock);
    return seen;
}
