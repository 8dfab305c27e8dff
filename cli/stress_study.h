#ifndef KR_CLI_STRESS_STUDY_H
#define KR_CLI_STRESS_STUDY_H

#include "cli/study_parts.h"
#include "solver/stress.h"

/* What `keruen stress` knows, shared by the files that find it out, print it and write it. */

#define KR_STRESS_SCHEMA "keruen.stress/1"
#define KR_STRESS_PER_CHUNK 8

typedef struct kr_stress_study {
  const kr_study *study; /**< who asked */
  kr_solution *solution; /**< of everything as it is; NULL = not yet known */
  kr_loss *losses;       /**< [n], room for every resource */
  int32_t n;
  bool takes_used; /**< all that anything uses is to be lost; false: the resources are in `losses` */
  kr_window window;
  int32_t per_chunk; /**< resources */
} kr_stress_study;

/** Chooses all that freight goes over, where that is asked for: losing what nothing uses costs nothing. The solution is
 * there. @return KR_ERR_MEMORY */
kr_status kr_stress_choose_used(kr_stress_study *s, kr_error *err);

/** The dearest, on standard output. */
void kr_stress_print(const void *study);

/** Writes stress.csv and summary.json into a folder. @param study a kr_stress_study */
kr_status kr_stress_write(const void *study, const char *folder, kr_error *err);

/* In chunks (cli/study_parts.h): chunk 0 is everything as it is, the others some resources each. `study` is a
 * kr_stress_study. */
kr_status kr_stress_plan_chunks(void *study, kr_study_job *job, int32_t *n_chunks, kr_error *err);
kr_status kr_stress_do_chunk(void *study, const kr_study_parts *parts, int32_t number, const char *to, kr_error *err);
kr_status kr_stress_merge(void *study, const kr_study_parts *parts, kr_error *err);

/** Writes losses, exactly, into a folder. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_losses_write(const char *folder, const kr_loss *losses, int32_t n, kr_error *err);

/** Reads them back. @param losses [n] with their resources
 * @return KR_ERR_VERIFY when they are not those losses; KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_losses_read(const char *folder, const kr_corridor *c, kr_loss *losses, int32_t n, kr_error *err);

#endif
