#ifndef KR_CLI_STUDY_PLACE_H
#define KR_CLI_STUDY_PLACE_H

#include "cli/study.h"
#include "cli/study_job.h"

/* The folder of a study in parts: study.csv, chunks/N/answer/, and where merge is told no other place, result/. */

/** Makes the folder; `is_new` says whether it was not there. @return KR_ERR_IO also when something else than a study in
 * parts is there */
kr_status kr_study_place_make(const char *folder, bool *is_new, kr_error *err);

/** Says whose study it is: command, version, instance and its files. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_study_place_name(kr_study_job *job, const kr_study *q, kr_error *err);

/** Reads study.csv. @return KR_ERR_INPUT when it is none of this command and version; KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_study_place_read(kr_study_job *job, const char *folder, const char *command, kr_error *err);

/** Removes what killed runs left. Only when every chunk has its answer. */
void kr_study_place_sweep(const char *folder, int32_t n_chunks);

#endif
