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

#include "nightly/night_internal.h"
#include "nightly/spool_internal.h"
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

static bool limit_all(const kr_what_if_rules *rules) {
  bool fine = limit(RLIMIT_CPU, (rlim_t)rules->wall_s * CPU_PER_WALL) && limit(RLIMIT_CORE, 0);
#ifndef __SANITIZE_ADDRESS__ /* whose shadow alone is larger than any limit */
  fine = fine && limit(RLIMIT_AS, (rlim_t)rules->memory_mb << 20);
#endif
  return fine;
}

/** In the child: nothing but calls that are safe after a fork. It dies with us, within its limits. */
static void become(const kr_what_if_rules *rules, char *const *words, int out) {
  static const char no_limits[] = "its limits could not be set", no_program[] = "its program could not be started";
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  bool fine = limit_all(rules);
  if (fine) execv(rules->program, words);
  ssize_t n = write(STDERR_FILENO, fine ? no_program : no_limits, fine ? sizeof no_program - 1 : sizeof no_limits - 1);
  _exit(n < 0 ? 126 : 127);
}

static kr_status start(child *k, const kr_what_if_rules *rules, char *const *words, kr_error *err) {
  int ends[2];
  if (pipe(ends) != 0) return kr_fail(err, KR_ERR_IO, "no pipe to a what-if: %s", strerror(errno));
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  k->pid = fork();
  if (k->pid == 0) become(rules, words, ends[1]);
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

static void await(child *k, const kr_night *n) {
  double end_s = kr_clock_wall() + n->orders->what_if.wall_s;
  struct pollfd p = {.fd = k->out, .events = POLLIN};
  bool is_open = true;
  while (is_open) {
    if (poll(&p, 1, LOOK_MS) > 0) is_open = listen_to(k);
    k->is_late = kr_clock_wall() > end_s;
    k->is_stopped = kr_night_must_stop(n);
    if (k->is_late || k->is_stopped) break;
  }
  if (is_open) kill(k->pid, SIGKILL);
  while (waitpid(k->pid, &k->ended, 0) < 0 && errno == EINTR) continue;
  close(k->out);
}

/** Why it failed; "" when it did not. An answer that was cut off by a limit of its own is one. */
static void tell_end(const child *k, const kr_what_if_rules *rules, char *reason, size_t room) {
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

/** Runs one. @param reason why it failed; "" */
static kr_status run(kr_night *n, const char *instance, const char *answer, bool *is_stopped, char *reason, size_t room,
                     kr_error *err) {
  const kr_what_if_rules *rules = &n->orders->what_if;
  char limit_text[24], time_text[24];
  const char *words[16] = {"keruen",         "solve",     instance, "-o",           answer,   "-q",
                           "--reproducible", "--threads", "1",      "--time-limit", time_text};
  size_t at = 11;
  snprintf(limit_text, sizeof limit_text, "%lld", (long long)rules->iteration_limit);
  snprintf(time_text, sizeof time_text, "%d", (int)rules->wall_s * 3 / 4 + 1); /* a plan before it is too late */
  if (rules->integer) words[at++] = "--integer";
  if (rules->integer && rules->iteration_limit > 0) words[at++] = "--iteration-limit", words[at++] = limit_text;
  child k = {.pid = 0};
  kr_status status = start(&k, rules, (char *const *)words, err);
  if (status != KR_OK) return status;
  await(&k, n);
  *is_stopped = k.is_stopped;
  tell_end(&k, rules, reason, room);
  return KR_OK;
}

static kr_status run_one(kr_night *n, const char *receipt, kr_error *err) {
  char reason[SAID_ROOM + 64];
  bool is_stopped = false;
  char *instance = kr_spool_path(n->spool, KR_SPOOL_CUR, receipt),
       *answer = kr_spool_path(n->spool, KR_SPOOL_OUT, receipt);
  kr_status status = KR_OK;
  if (!instance || !answer) {
    status = kr_fail_memory(err);
    goto done;
  }
  KR_TRY(kr_ledger_job_step(n->ledger, receipt, KR_JOB_RUNNING, "", err));
  KR_TRY(run(n, instance, answer, &is_stopped, reason, sizeof reason, err));
  if (is_stopped) goto done;
  if (reason[0]) kr_night_say(n, KR_NIGHT_WARNING, "what-if", "%s failed: %s", receipt, reason);
  status = kr_ledger_job_step(n->ledger, receipt, reason[0] ? KR_JOB_FAILED : KR_JOB_DONE, reason, err);
done:
  n->account->was_stopped = n->account->was_stopped || is_stopped;
  free(instance);
  free(answer);
  return status;
}

static kr_status note(void *context, const char *receipt, kr_error *err) {
  return kr_receipts_add(context, receipt, err);
}

kr_status kr_night_run_what_ifs(kr_night *n, kr_error *err) {
  kr_receipts receipts = {0};
  kr_status status = kr_ledger_each_what_if(n->ledger, n->date, note, &receipts, err);
  if (status == KR_OK && receipts.n > 0) status = kr_night_beat(n, "what-ifs", err);
  for (size_t i = 0; i < receipts.n && status == KR_OK && !n->account->was_stopped; i++)
    status = run_one(n, receipts.text[i], err);
  kr_receipts_clear(&receipts);
  return status;
}
