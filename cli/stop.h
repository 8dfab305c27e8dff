#ifndef KR_CLI_STOP_H
#define KR_CLI_STOP_H

#include <signal.h>
#include <stdbool.h>

/**
 * From now on SIGINT, SIGTERM and SIGHUP set the flag, for long work to end well; a second one of a kind ends the
 * program at once. @return the flag, nonzero once a signal came
 */
const volatile sig_atomic_t *kr_stop_on_signals(void);

/** Whether a signal came since. */
bool kr_stop_requested(void);

#endif
