/* A wrong clock and a slow disk for every process that loads this: what they are told lies in CONTROL. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct control {
	volatile long long clock_s;  /* added to the time of day */
	volatile long long sync_ms;  /* how long each flush to the disk takes longer */
};

static const struct control nothing;
static const struct control *control = &nothing;

__attribute__((constructor)) static void begin(void)
{
	int file = open(CONTROL, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return;
	void *found = mmap(0, sizeof(struct control), PROT_READ, MAP_SHARED, file, 0);
	if (found != MAP_FAILED)
		control = found;
	close(file);
}

static void wait_for_the_disk(void)
{
	long long ms = control->sync_ms;
	struct timespec time = {ms / 1000, ms % 1000 * 1000000};
	if (ms > 0)
		nanosleep(&time, 0);
}

int clock_gettime(clockid_t clock, struct timespec *at)
{
	static int (*real)(clockid_t, struct timespec *);
	if (!real)
		real = dlsym(RTLD_NEXT, "clock_gettime");
	int failed = real(clock, at);
	if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		at->tv_sec += control->clock_s;
	return failed;
}

int gettimeofday(struct timeval *at, void *zone)
{
	struct timespec now;
	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, &now))
		return -1;
	at->tv_sec = now.tv_sec;
	at->tv_usec = now.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *at)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (at)
		*at = now.tv_sec;
	return now.tv_sec;
}

int fsync(int file)
{
	static int (*real)(int);
	if (!real)
		real = dlsym(RTLD_NEXT, "fsync");
	wait_for_the_disk();
	return real(file);
}

int fdatasync(int file)
{
	static int (*real)(int);
	if (!real)
		real = dlsym(RTLD_NEXT, "fdatasync");
	wait_for_the_disk();
	return real(file);
}
