#include <stddef.h>
#include <string.h>

#include "cli/stress_study.h"
#include "instances/values.h"

/* A loss is a row for each of its numbers, `of` its resource, and one for each detour, `at` the resource that it is. */

#define DETOUR "detour_t"

typedef struct number {
  const char *name;
  size_t offset; /* in kr_loss */
} number;

static const number numbers[] = {{"extra_t_h", offsetof(kr_loss, extra_t_h)},
                                 {"extra_unserved_t", offsetof(kr_loss, extra_unserved_t)},
                                 {"extra_late_t_h", offsetof(kr_loss, extra_late_t_h)},
                                 {"objective", offsetof(kr_loss, objective)},
                                 {"bound", offsetof(kr_loss, bound)}};

#define N_NUMBERS (sizeof numbers / sizeof *numbers)

static double *number_of(kr_loss *l, size_t i) { return (double *)(void *)((char *)l + numbers[i].offset); }

static kr_status add_loss(kr_values *values, const kr_loss *loss, kr_error *err) {
  kr_loss l = *loss;
  kr_status status = KR_OK;
  for (size_t i = 0; i < N_NUMBERS && status == KR_OK; ++i)
    status = kr_values_add(values, numbers[i].name, l.resource, KR_NONE, *number_of(&l, i), err);
  for (int k = 0; k < KR_DETOURS && l.detour[k] != KR_NONE && status == KR_OK; ++k)
    status = kr_values_add(values, DETOUR, l.resource, l.detour[k], l.detour_t[k], err);
  return status;
}

kr_status kr_losses_write(const char *folder, const kr_loss *losses, int32_t n, kr_error *err) {
  kr_values values = {.list = NULL};
  kr_status status = KR_OK;
  for (int32_t i = 0; i < n && status == KR_OK; ++i) status = add_loss(&values, &losses[i], err);
  if (status == KR_OK) status = kr_values_write(&values, folder, err);
  kr_values_clear(&values);
  return status;
}

/** What is being read: the losses asked for, and how many of their numbers are there. */
typedef struct reading {
  kr_loss *losses;
  int32_t n, n_resources;
  size_t n_numbers;
} reading;

static bool take_detour(kr_loss *l, const kr_value *v, int32_t n_resources) {
  int k = 0;
  while (k < KR_DETOURS && l->detour[k] != KR_NONE) ++k;
  if (k == KR_DETOURS || v->at < 0 || v->at >= n_resources) return false;
  l->detour[k] = v->at;
  l->detour_t[k] = v->value;
  return true;
}

static bool take_value(reading *own, const kr_value *v) {
  int32_t at = 0;
  while (at < own->n && own->losses[at].resource != v->of) ++at;
  if (at == own->n) return false;
  if (strcmp(v->name, DETOUR) == 0) return take_detour(&own->losses[at], v, own->n_resources);
  for (size_t i = 0; i < N_NUMBERS; ++i)
    if (strcmp(v->name, numbers[i].name) == 0) {
      *number_of(&own->losses[at], i) = v->value;
      own->n_numbers++;
      return true;
    }
  return false;
}

static kr_status take_values(reading *own, const kr_values *values, const char *folder, kr_error *err) {
  for (int32_t i = 0; i < own->n; ++i)
    for (int k = 0; k < KR_DETOURS; ++k) own->losses[i].detour[k] = KR_NONE;
  bool is_fine = true;
  for (size_t i = 0; i < values->n && is_fine; ++i) is_fine = take_value(own, &values->list[i]);
  if (is_fine && own->n_numbers == (size_t)own->n * N_NUMBERS) return KR_OK;
  return kr_fail(err, KR_ERR_VERIFY, "%s: not the losses that were asked for", folder);
}

kr_status kr_losses_read(const char *folder, const kr_corridor *c, kr_loss *losses, int32_t n, kr_error *err) {
  reading own = {.losses = losses, .n = n, .n_resources = kr_n_resources(c)};
  kr_values values = {.list = NULL};
  kr_messages *messages = NULL;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  kr_status status = kr_values_read(&values, folder, messages, err);
  if (status == KR_OK && kr_messages_errors(messages) > 0)
    status = kr_fail(err, KR_ERR_VERIFY, "%s: %s", folder, kr_messages_text(messages, 0));
  if (status == KR_OK) status = take_values(&own, &values, folder, err);
  kr_values_clear(&values);
  kr_messages_free(messages);
  return status;
}
