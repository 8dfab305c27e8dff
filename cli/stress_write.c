#include <stdio.h>

#include "cli/stress_study.h"

#define SHOWN 20

void kr_stress_print(const void *study) {
  const kr_stress_study *s = study;
  const kr_corridor *c = s->study->corridor;
  char from[11], factor[KR_DECIMAL_ROOM], extra[32], stays[32], more[32];
  kr_date_write(c->start + s->window.from_day, from);
  kr_decimal_write(s->window.factor, factor);
  printf("Each of %d resources at %s of its capacity for %d days from %s:\n", s->n, factor, s->window.days, from);
  printf("%-34s %17s %12s %12s  %s\n", "resource", "extra t*h", "not served t", "late t*d", "more over, t");
  for (int32_t i = 0; i < s->n && i < SHOWN; ++i) {
    const kr_loss *l = &s->losses[i];
    printf("%-34s %17s %12s %12.0f ", kr_ids_text(c->resource_ids, l->resource), kr_thousands(l->extra_t_h, extra),
           kr_thousands(l->extra_unserved_t, stays), l->extra_late_t_h / 24);
    for (int k = 0; k < KR_DETOURS && l->detour[k] != KR_NONE; ++k)
      printf("%s %s %s", k ? "," : "", kr_ids_text(c->resource_ids, l->detour[k]), kr_thousands(l->detour_t[k], more));
    putchar('\n');
  }
  if (s->n > SHOWN) printf("… and %d more (stress.csv with -o)\n", s->n - SHOWN);
}

static kr_status put_losses(const void *context, kr_sink *sink) {
  const kr_stress_study *s = context;
  const kr_corridor *c = s->study->corridor;
  kr_sink_text(sink,
               "resource_id,extra_weighted_tonne_hours,extra_unserved_t,extra_late_tonne_days,objective,bound,detour_1,"
               "detour_1_t,detour_2,detour_2_t,detour_3,detour_3_t\n");
  for (int32_t i = 0; i < s->n; ++i) {
    const kr_loss *l = &s->losses[i];
    kr_sink_id(sink, kr_ids_text(c->resource_ids, l->resource));
    kr_sink_rounded(sink, l->extra_t_h);
    kr_sink_rounded(sink, l->extra_unserved_t);
    kr_sink_rounded(sink, l->extra_late_t_h / 24);
    kr_sink_exact(sink, l->objective);
    kr_sink_exact(sink, l->bound);
    for (int k = 0; k < KR_DETOURS; ++k) {
      kr_sink_id(sink, l->detour[k] == KR_NONE ? "" : kr_ids_text(c->resource_ids, l->detour[k]));
      if (l->detour[k] == KR_NONE) kr_sink_blank(sink);
      if (l->detour[k] != KR_NONE) kr_sink_rounded(sink, l->detour_t[k]);
    }
    kr_sink_end_row(sink);
  }
  return KR_OK;
}

kr_status kr_stress_write(const void *study, const char *folder, kr_error *err) {
  const kr_stress_study *s = study;
  kr_json j = {.depth = 0};
  char from[11];
  kr_status status = KR_OK;
  kr_date_write(s->study->corridor->start + s->window.from_day, from);
  KR_TRY(kr_study_csv(folder, "stress.csv", put_losses, s, err));
  KR_TRY(kr_sink_open(&j.sink, folder, "summary.json", err));
  kr_study_head(&j, s->study, KR_STRESS_SCHEMA);
  kr_json_text(&j, "from_date", from);
  kr_json_whole(&j, "days", s->window.days);
  kr_json_decimal(&j, "factor", s->window.factor);
  kr_study_solution(&j, s->solution);
  kr_json_whole(&j, "resources", s->n);
  status = kr_study_tail(&j, s->study, err);
done:
  return status;
}
