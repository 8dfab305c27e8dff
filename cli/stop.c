#include "cli/stop.h"

#include <string.h>

static volatile sig_atomic_t stop_flag;

static void on_signal(int number) {
  (void)number;
  stop_flag = 1;
}

const volatile sig_atomic_t *kr_stop_on_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = (int)SA_RESETHAND;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  return &stop_flag;
}

bool kr_stop_requested(void) { return stop_flag != 0; }
