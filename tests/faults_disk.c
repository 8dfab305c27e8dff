/* Runs a program under ptrace and spoils its n-th write to a file of the disk, whoever makes it: the C library's
 * streams, SQLite, ourselves. x86-64 Linux.
 *
 * usage: faults_disk TELL HOW N PROGRAM [ARGUMENT…]
 *
 * TELL is a file that is made when the n-th write came. HOW: `short` writes half of it (once), `EINTR` fails once,
 * `ENOSPC` and `EIO` fail then and ever after. Ends as the program does. Its child processes are left alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct fault {
  const char *tell;
  bool is_short, is_once;
  int code;
  long at, n_writes;
} fault;

/* What stands in the registers of a thread between entering and leaving a call. */
#define THREADS_MAX 64
static struct thread {
  pid_t id;
  bool is_inside, is_spoilt;
} threads[THREADS_MAX];

static struct thread *thread_of(pid_t id) {
  struct thread *free_one = NULL;
  for (int i = 0; i < THREADS_MAX; i++) {
    if (threads[i].id == id) return &threads[i];
    if (!free_one && threads[i].id == 0) free_one = &threads[i];
  }
  if (!free_one) exit(70);
  *free_one = (struct thread){.id = id};
  return free_one;
}

/** Terminals, pipes and memory are no business of the disk. */
static bool is_file(pid_t process, unsigned long long fd) {
  char path[64];
  struct stat info;
  snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)process, (int)fd);
  return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

static bool is_write(const struct user_regs_struct *r) {
  return r->orig_rax == SYS_write || r->orig_rax == SYS_pwrite64 || r->orig_rax == SYS_writev;
}

static bool must_spoil(fault *f) {
  f->n_writes++;
  if (f->n_writes == f->at) close(open(f->tell, O_WRONLY | O_CREAT, 0666));
  return f->n_writes == f->at || (!f->is_once && f->n_writes > f->at);
}

/** On entering: half the bytes, or another call that does nothing, whose answer is then the fault. */
static void enter(fault *f, struct thread *t, pid_t process) {
  struct user_regs_struct r;
  if (ptrace(PTRACE_GETREGS, t->id, NULL, &r) != 0 || !is_write(&r) || !is_file(process, r.rdi) || !must_spoil(f))
    return;
  if (f->is_short) {
    if (r.orig_rax != SYS_writev && r.rdx > 1) r.rdx /= 2;
  } else {
    r.orig_rax = (unsigned long long)-1;
    t->is_spoilt = true;
  }
  ptrace(PTRACE_SETREGS, t->id, NULL, &r);
}

static void leave(const fault *f, struct thread *t) {
  struct user_regs_struct r;
  if (!t->is_spoilt) return;
  t->is_spoilt = false;
  if (ptrace(PTRACE_GETREGS, t->id, NULL, &r) != 0) return;
  r.rax = (unsigned long long)-f->code;
  ptrace(PTRACE_SETREGS, t->id, NULL, &r);
}

/** What a stop was for. @return the signal to hand on */
static int look(fault *f, pid_t id, int state, pid_t process) {
  struct thread *t = thread_of(id);
  int stop = WSTOPSIG(state);
  if (stop == (SIGTRAP | 0x80)) {
    if (t->is_inside)
      leave(f, t);
    else
      enter(f, t, process);
    t->is_inside = !t->is_inside;
    return 0;
  }
  return stop == SIGTRAP || stop == SIGSTOP ? 0 : stop;
}

static int watch(fault *f, pid_t process) {
  int state;
  waitpid(process, &state, 0);
  ptrace(PTRACE_SETOPTIONS, process, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL);
  ptrace(PTRACE_SYSCALL, process, NULL, 0);
  for (pid_t id; (id = waitpid(-1, &state, __WALL)) > 0;) {
    if (WIFEXITED(state) || WIFSIGNALED(state)) {
      thread_of(id)->id = 0;
      if (id == process) return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    } else if (WIFSTOPPED(state)) {
      ptrace(PTRACE_SYSCALL, id, NULL, look(f, id, state, process));
    }
  }
  return 71;
}

int main(int argc, char **argv) {
  if (argc < 5) return 64;
  const char *how = argv[2];
  fault f = {.tell = argv[1], .is_short = strcmp(how, "short") == 0, .at = strtol(argv[3], NULL, 10)};
  f.code = strcmp(how, "EINTR") == 0 ? EINTR : strcmp(how, "ENOSPC") == 0 ? ENOSPC : EIO;
  f.is_once = f.is_short || f.code == EINTR;
  pid_t process = fork();
  if (process == 0) {
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    execv(argv[4], argv + 4);
    _exit(127);
  }
  return watch(&f, process);
}
