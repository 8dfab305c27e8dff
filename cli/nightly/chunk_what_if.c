#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/nightly/chunk_internal.h"
#include "solver/clock.h"

#define SAID_ROOM 2048
#define LOOK_MS 200 /* how often a signal to us, or the clock, is looked at */
#define CPU_PER_WALL 4

/** A child at work. */
typedef struct child {
  pid_t pid;
  int out; /* the end of a pipe with what it says */
  char said[SAID_ROOM];
  size_t n_said;
  bool is_late, is_stopped;
  int ended; /* as wait says */
} child;

static bool limit(int what, rlim_t most) {
  struct rlimit l = {most, most};
  return setrlimit(what, &l) == 0;
}

static bool limit_all(const kr_chunk *rules) {
  bool fine = limit(RLIMIT_CPU, (rlim_t)rules->wall_s * CPU_PER_WALL) && limit(RLIMIT_CORE, 0);
#ifndef __SANITIZE_ADDRESS__ /* whose shadow alone is larger than any limit */
  fine = fine && limit(RLIMIT_AS, (rlim_t)rules->memory_mb << 20);
#endif
  return fine;
}

/** In the child: nothing but calls that are safe after a fork. It dies with us, within its limits. */
static void become(const char *program, const kr_chunk *rules, char *const *words, int out) {
  static const char no_limits[] = "its limits could not be set", no_program[] = "its program could not be started";
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  bool fine = limit_all(rules);
  if (fine) execv(program, words);
  ssize_t n = write(STDERR_FILENO, fine ? no_program : no_limits, fine ? sizeof no_program - 1 : sizeof no_limits - 1);
  _exit(n < 0 ? 126 : 127);
}

static kr_status start(child *k, const char *program, const kr_chunk *rules, char *const *words, kr_error *err) {
  int ends[2];
  if (pipe(ends) != 0) return kr_fail(err, KR_ERR_IO, "no pipe to a what-if: %s", strerror(errno));
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  k->pid = fork();
  if (k->pid == 0) become(program, rules, words, ends[1]);
  int reason = errno;
  close(ends[1]);
  k->out = ends[0];
  if (k->pid > 0) return KR_OK;
  close(ends[0]);
  return kr_fail(err, KR_ERR_IO, "a what-if cannot be started: %s", strerror(reason));
}

/** Keeps the beginning of what it says, and lets the rest go. @return false at its end */
static bool listen_to(child *k) {
  char chunk[4096];
  ssize_t n = read(k->out, chunk, sizeof chunk);
  if (n < 0) return errno == EINTR;
  size_t room = SAID_ROOM - 1 - k->n_said, more = (size_t)n < room ? (size_t)n : room;
  memcpy(k->said + k->n_said, chunk, more);
  k->n_said += more;
  return n > 0;
}

static void await(child *k, const kr_chunk *rules, const kr_chunk_orders *orders) {
  double end_s = kr_clock_wall() + rules->wall_s;
  struct pollfd p = {.fd = k->out, .events = POLLIN};
  bool is_open = true;
  while (is_open) {
    if (poll(&p, 1, LOOK_MS) > 0) is_open = listen_to(k);
    k->is_late = kr_clock_wall() > end_s;
    k->is_stopped = kr_chunk_must_stop(orders);
    if (orders->beat) orders->beat(orders->beat_context);
    if (k->is_late || k->is_stopped) break;
  }
  if (is_open) kill(k->pid, SIGKILL);
  while (waitpid(k->pid, &k->ended, 0) < 0 && errno == EINTR) continue;
  close(k->out);
}

/** Why it failed; "" when it did not. An answer that was cut off by a limit of its own is one. */
static void tell_end(const child *k, const kr_chunk *rules, char *reason, size_t room) {
  int code = WIFEXITED(k->ended) ? WEXITSTATUS(k->ended) : -1;
  reason[0] = '\0';
  if (code == 0 || code == 4) return;
  int said = (int)strcspn(k->said, "\n");
  if (k->is_late)
    snprintf(reason, room, "took longer than the %d s that a what-if has", (int)rules->wall_s);
  else if (code < 0)
    snprintf(reason, room, "ended by signal %d, of itself or at a limit (%d MB)", WTERMSIG(k->ended),
             (int)rules->memory_mb);
  else
    snprintf(reason, room, "%.*s%s(exit code %d)", said, k->said, said ? " " : "", code);
}

kr_status kr_chunk_ask(const kr_chunk *chunk, const char *instance, const char *to, const kr_chunk_orders *orders,
                       kr_chunk_end *end, char reason[KR_CHUNK_REASON], kr_error *err) {
  char limit_text[24], time_text[24];
  const char *words[16] = {"keruen",         "solve",     instance, "-o",           to,       "-q",
                           "--reproducible", "--threads", "1",      "--time-limit", time_text};
  size_t at = 11;
  snprintf(limit_text, sizeof limit_text, "%lld", (long long)chunk->iteration_limit);
  snprintf(time_text, sizeof time_text, "%d", (int)chunk->wall_s * 3 / 4 + 1); /* a plan before it is too late */
  if (chunk->integer) words[at++] = "--integer";
  if (chunk->integer && chunk->iteration_limit > 0) words[at++] = "--iteration-limit", words[at++] = limit_text;
  child k = {.pid = 0};
  kr_status status = start(&k, orders->program, chunk, (char *const *)words, err);
  if (status != KR_OK) return status;
  await(&k, chunk, orders);
  if (k.is_stopped) return kr_fail(err, KR_ERR_LIMIT, "stopped by a signal");
  tell_end(&k, chunk, reason, KR_CHUNK_REASON);
  *end = reason[0] ? KR_CHUNK_FAILED : WEXITSTATUS(k.ended) == 4 ? KR_CHUNK_CUT : KR_CHUNK_WHOLE;
  return KR_OK;
}
